using Orchestrator.Protocol;

namespace Orchestrator.Rpc;

/// <summary>
/// The life of one connection as LSP 3.17 has it: which message may come when. Asked for every message in the order
/// received, by the reading loop alone.
/// </summary>
internal sealed class ConnectionLifecycle
{
    private Stage _stage = Stage.New;

    private enum Stage
    {
        New,
        Open,
        ShutDown,
    }

    /// <summary>Exit code of the connection: 0 when it was shut down before it ended.</summary>
    public int ExitCode => _stage == Stage.ShutDown ? 0 : 1;

    /// <summary>True until <c>initialize</c> was received.</summary>
    public bool IsNew => _stage == Stage.New;

    /// <summary>Why this request may not come now; null when it may.</summary>
    public OrchestratorException? Refuse(string method)
    {
        switch (_stage, method)
        {
            case (Stage.New, "initialize"):
                _stage = Stage.Open;
                return null;
            case (Stage.New, _):
                return new(ErrorCode.ServerNotInitialized, $"'{Shown(method)}' came before 'initialize'.");
            case (Stage.Open, "initialize"):
                return new(ErrorCode.InvalidRequest, "'initialize' may come only once.");
            case (Stage.Open, "shutdown"):
                _stage = Stage.ShutDown;
                return null;
            case (Stage.Open, _):
                return null;
            default:
                return new(ErrorCode.InvalidRequest, $"'{Shown(method)}' came after 'shutdown'.");
        }
    }

    /// <summary>True when this notification is to be handled now; others are dropped without a word.</summary>
    public bool Accepts(string notification) => _stage == Stage.Open || notification == "exit";

    /// <summary>An <c>initialize</c> that was refused did not happen.</summary>
    public void Reopen() => _stage = Stage.New;

    private static string Shown(string method) => Common.DisplayText.OneLine(method, 100);
}
