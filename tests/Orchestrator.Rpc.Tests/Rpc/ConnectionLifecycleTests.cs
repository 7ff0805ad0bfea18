using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Rpc;

[TestClass]
public sealed class ConnectionLifecycleTests
{
    [TestMethod]
    [DataRow("", "initialize", null)]
    [DataRow("", "session/list", ErrorCode.ServerNotInitialized)]
    [DataRow("", "shutdown", ErrorCode.ServerNotInitialized)]
    [DataRow("initialize", "session/list", null)]
    [DataRow("initialize", "initialize", ErrorCode.InvalidRequest)]
    [DataRow("initialize", "shutdown", null)]
    [DataRow("initialize shutdown", "session/list", ErrorCode.InvalidRequest)]
    [DataRow("initialize shutdown", "shutdown", ErrorCode.InvalidRequest)]
    [DataRow("initialize shutdown", "initialize", ErrorCode.InvalidRequest)]
    [TestCategory("CON-14")]
    public void Refuse_answers_by_what_came_before(string before, string method, ErrorCode? expected)
    {
        var lifecycle = After(before);

        Assert.AreEqual(expected, lifecycle.Refuse(method)?.Code);
    }

    [TestMethod]
    [DataRow("", "exit", true)]
    [DataRow("", "initialized", false)]
    [DataRow("initialize", "initialized", true)]
    [DataRow("initialize", "exit", true)]
    [DataRow("initialize shutdown", "terminal/ack", false)]
    [DataRow("initialize shutdown", "exit", true)]
    public void Accepts_notifications_by_what_came_before(string before, string notification, bool isAccepted)
    {
        Assert.AreEqual(isAccepted, After(before).Accepts(notification));
    }

    [TestMethod]
    [DataRow("", 1)]
    [DataRow("initialize", 1)]
    [DataRow("initialize shutdown", 0)]
    public void ExitCode_is_0_only_after_a_shutdown(string before, int expected)
    {
        Assert.AreEqual(expected, After(before).ExitCode);
    }

    [TestMethod]
    public void Reopen_after_an_initialize_that_failed_allows_another_one()
    {
        var lifecycle = After("initialize");

        lifecycle.Reopen();

        Assert.IsTrue(lifecycle.IsNew);
        Assert.IsNull(lifecycle.Refuse("initialize"));
    }

    private static ConnectionLifecycle After(string requests)
    {
        var lifecycle = new ConnectionLifecycle();
        foreach (var request in requests.Split(' ', StringSplitOptions.RemoveEmptyEntries)) Assert.IsNull(lifecycle.Refuse(request));
        return lifecycle;
    }
}
