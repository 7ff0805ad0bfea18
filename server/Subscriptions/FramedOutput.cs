namespace Orchestrator.Subscriptions;

/// <summary>Carries output as frames among the others, at most <paramref name="windowBytes"/> beyond what the client has acknowledged.</summary>
internal sealed class FramedOutput(int windowBytes) : IOutputCarrier
{
    public IOutputWay Open(string sessionId, string epoch, long offset, Action onChanged) => new Window(windowBytes, offset);

    private sealed class Window(int windowBytes, long acknowledged) : IOutputWay
    {
        private long _acknowledged = acknowledged;

        public long? Channel => null;

        public int WindowBytes => windowBytes;

        public long Unread(long position) => position - Interlocked.Read(ref _acknowledged);

        public long RoomAfter(long position) => _acknowledged + windowBytes - position;

        public void Acknowledge(long offset) => Interlocked.Exchange(ref _acknowledged, Math.Max(_acknowledged, offset));

        // The client says so itself.
        public bool HasRead() => false;

        public ContentFrame Carry(OutputFrame output) => output;

        public void Fence()
        {
            // Frames keep their order.
        }

        public void Finish()
        {
            // The frame that tells the end is the last one.
        }

        public void Dispose()
        {
            // Nothing waits here.
        }
    }
}
