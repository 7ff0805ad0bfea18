namespace Orchestrator.Common;

/// <summary>What changed after a position in a <see cref="StateFeed{T}"/>.</summary>
/// <param name="Revision">The position after these changes.</param>
/// <param name="Changed">Newest values, oldest change first.</param>
/// <param name="Removed">Keys that are gone.</param>
internal sealed record StateChanges<T>(long Revision, IReadOnlyList<T> Changed, IReadOnlyList<string> Removed)
{
    public bool IsEmpty => Changed.Count == 0 && Removed.Count == 0;
}

/// <summary>
/// A log of states, conflated by key: of each key only the newest value is kept, numbered by a revision that only
/// grows. A reader is a position and nothing else, so one that never reads costs nothing. Safe for any thread.
/// </summary>
/// <param name="firstRevision">Where the numbers start: above those of any feed before it whose readers may still be there.</param>
internal sealed class StateFeed<T>(long firstRevision = 0)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byRevision = new();
    private readonly Queue<Entry> _removals = new();
    private readonly HashSet<FeedReader<T>> _readers = [];
    private long _revision = firstRevision;

    /// <summary>Revision of the last change.</summary>
    public long Revision
    {
        get
        {
            lock (_lock) return _revision;
        }
    }

    /// <summary>Replaces the value of <paramref name="key"/> by what <paramref name="make"/> gives for the new revision.</summary>
    public T Publish(string key, Func<long, T> make)
    {
        T value;
        lock (_lock)
        {
            value = make(_revision + 1);
            Append(new Entry(key, ++_revision, value, IsRemoved: false));
        }

        WakeReaders();
        return value;
    }

    /// <summary>Takes <paramref name="key"/> out. Readers that have not caught up still learn of it.</summary>
    public void Remove(string key)
    {
        lock (_lock)
        {
            if (!_byKey.TryGetValue(key, out var node) || node.Value.IsRemoved) return;
            var removal = new Entry(key, ++_revision, default!, IsRemoved: true);
            Append(removal);
            _removals.Enqueue(removal);
            ForgetRemovalsUpTo(_readers.Select(reader => reader.Position).DefaultIfEmpty(_revision).Min());
        }

        WakeReaders();
    }

    /// <summary>All values and the revision they were read at.</summary>
    public (IReadOnlyList<T> Values, long Revision) ReadAll()
    {
        lock (_lock)
        {
            var values = new List<T>(_byRevision.Count);
            foreach (var entry in _byRevision)
                if (!entry.IsRemoved) values.Add(entry.Value);
            return (values, _revision);
        }
    }

    /// <summary>Starts a reader at the present revision. <paramref name="onChanged"/> is called after each change and must not block.</summary>
    public FeedReader<T> Subscribe(Action onChanged)
    {
        lock (_lock)
        {
            var reader = new FeedReader<T>(this, _revision, onChanged);
            _readers.Add(reader);
            return reader;
        }
    }

    internal void Unsubscribe(FeedReader<T> reader)
    {
        lock (_lock) _readers.Remove(reader);
    }

    /// <summary>Up to <paramref name="limit"/> changes after <paramref name="position"/> and up to <paramref name="end"/>, oldest first.</summary>
    internal StateChanges<T> ReadAfter(long position, long end, int limit)
    {
        lock (_lock)
        {
            var node = _byRevision.Last;
            while (node?.Previous is { } previous && previous.Value.Revision > position) node = previous;
            if (node is null || node.Value.Revision <= position) return new StateChanges<T>(position, [], []);

            List<T> changed = [];
            List<string> removed = [];
            for (; node is not null && node.Value.Revision <= end && changed.Count + removed.Count < limit; node = node.Next)
            {
                if (node.Value.IsRemoved) removed.Add(node.Value.Key);
                else changed.Add(node.Value.Value);
                position = node.Value.Revision;
            }

            return new StateChanges<T>(position, changed, removed);
        }
    }

    private void Append(Entry entry)
    {
        if (_byKey.TryGetValue(entry.Key, out var old)) _byRevision.Remove(old);
        _byKey[entry.Key] = _byRevision.AddLast(entry);
    }

    // A removal is kept until every reader has passed it.
    private void ForgetRemovalsUpTo(long position)
    {
        while (_removals.TryPeek(out var removal) && removal.Revision <= position)
        {
            _removals.Dequeue();
            if (!_byKey.TryGetValue(removal.Key, out var node) || node.Value.Revision != removal.Revision) continue;
            _byRevision.Remove(node);
            _byKey.Remove(removal.Key);
        }
    }

    private void WakeReaders()
    {
        FeedReader<T>[] readers;
        lock (_lock) readers = [.. _readers];
        foreach (var reader in readers) reader.Wake();
    }

    private readonly record struct Entry(string Key, long Revision, T Value, bool IsRemoved);
}

/// <summary>A position in a feed. Belongs to one reader, who calls it from one place at a time.</summary>
internal sealed class FeedReader<T>(StateFeed<T> feed, long position, Action onChanged) : IDisposable
{
    private long _position = position;

    /// <summary>Everything up to this revision was taken, or was there before the subscription.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>
    /// Takes what changed since the last call, at most <paramref name="limit"/> entries, and none after the revision
    /// <paramref name="end"/>.
    /// </summary>
    public StateChanges<T> Take(int limit, long end = long.MaxValue)
    {
        var changes = feed.ReadAfter(_position, end, limit);
        Volatile.Write(ref _position, changes.Revision);
        return changes;
    }

    public void Dispose() => feed.Unsubscribe(this);

    internal void Wake() => onChanged();
}
