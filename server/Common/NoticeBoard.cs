namespace Orchestrator.Common;

/// <summary>How much a notice matters; the numbers are those of LSP's message types.</summary>
internal enum NoticeLevel
{
    /// <summary>Something is wrong and stays so.</summary>
    Warning = 2,

    /// <summary>Something has become right again.</summary>
    Info = 3,
}

/// <summary>A sentence for the user, shown by every client.</summary>
internal sealed record Notice(NoticeLevel Level, string Text);

/// <summary>
/// What every client is to be told about the host: notices that stand until they are resolved. Each reader is told each
/// once, a later reader those that still stand. Any thread may call.
/// </summary>
internal sealed class NoticeBoard
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Notice> _standing = [];
    private readonly List<Reader> _readers = [];

    /// <summary>Puts up what is wrong with <paramref name="subject"/>, in place of what was said of it before. The same again is not told again.</summary>
    public void Post(string subject, string text)
    {
        var notice = new Notice(NoticeLevel.Warning, text);
        lock (_lock)
        {
            if (_standing.GetValueOrDefault(subject) == notice) return;
            _standing[subject] = notice;
            TellUnderLock(notice);
        }
    }

    /// <summary>Takes down what is said of <paramref name="subject"/> and tells those who are there that it is over.</summary>
    public void Resolve(string subject, string text)
    {
        lock (_lock)
            if (_standing.Remove(subject)) TellUnderLock(new Notice(NoticeLevel.Info, text));
    }

    /// <summary>Begins to tell <paramref name="onNotice"/>, first what stands now; it must not block. Disposing ends it.</summary>
    public IDisposable Subscribe(Action<Notice> onNotice)
    {
        var reader = new Reader(this, onNotice);
        lock (_lock)
        {
            foreach (var notice in _standing.Values) onNotice(notice);
            _readers.Add(reader);
        }

        return reader;
    }

    private void TellUnderLock(Notice notice)
    {
        foreach (var reader in _readers) reader.OnNotice(notice);
    }

    private sealed class Reader(NoticeBoard board, Action<Notice> onNotice) : IDisposable
    {
        public Action<Notice> OnNotice { get; } = onNotice;

        public void Dispose()
        {
            lock (board._lock) board._readers.Remove(this);
        }
    }
}
