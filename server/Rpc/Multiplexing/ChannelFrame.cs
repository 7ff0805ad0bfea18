namespace Orchestrator.Rpc.Multiplexing;

/// <summary>What a frame of a multiplexed stream is for.</summary>
internal enum ChannelFrameKind
{
    Offer = 0,
    Accepted = 1,
    Content = 2,
    WritingCompleted = 3,
    Terminated = 4,
    Processed = 5,
}

/// <summary>Who offered a channel, as the sender of a frame sees it.</summary>
internal enum ChannelSource
{
    Other = -1,
    Seeded = 0,
    Self = 1,
}

/// <summary>Outside of one frame: <c>[kind, channel, source, payload]</c> in MessagePack, the payload absent when empty.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Channel">Number of the channel, counted by the side that offered it.</param>
/// <param name="Source">Who that was.</param>
/// <param name="PayloadBytes">Length of the payload.</param>
internal readonly record struct ChannelFrame(ChannelFrameKind Kind, ulong Channel, ChannelSource Source, int PayloadBytes);
