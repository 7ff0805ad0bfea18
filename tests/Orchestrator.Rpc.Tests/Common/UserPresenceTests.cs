using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class UserPresenceTests
{
    private readonly UserPresence _presence = new();

    [TestMethod]
    [TestCategory("LST-08")]
    public void Whoever_acted_last_notifies_and_before_anybody_did_whoever_came_last()
    {
        _presence.Join(1);
        _presence.Join(2);
        var newest = _presence.NotifierOf("a");
        _presence.Act(1);
        var acting = _presence.NotifierOf("a");
        _presence.Look(2, "b");
        var looking = _presence.NotifierOf("a");
        _presence.Leave(2);

        Assert.AreEqual((2L, 1L, 2L, 1L), (newest, acting, looking, _presence.NotifierOf("a")));
    }

    [TestMethod]
    [TestCategory("LST-08")]
    public void Nobody_notifies_of_what_somebody_looks_at_until_they_look_away()
    {
        _presence.Join(1);
        _presence.Join(2);
        _presence.Look(2, "a");
        var seen = (_presence.IsLookedAt("a"), _presence.NotifierOf("a"));
        _presence.LookAway(2, "b");
        var still = _presence.IsLookedAt("a");
        _presence.Look(2, null);

        Assert.AreEqual((true, (long?)null), seen);
        Assert.IsTrue(still);
        Assert.AreEqual((false, (long?)2), (_presence.IsLookedAt("a"), _presence.NotifierOf("a")));
    }

    [TestMethod]
    public void Nobody_there_notifies_nobody_and_who_is_gone_does_nothing()
    {
        _presence.Join(1);
        _presence.Leave(1);
        _presence.Act(1);
        _presence.Look(1, "a");

        Assert.IsNull(_presence.NotifierOf("a"));
        Assert.IsFalse(_presence.IsLookedAt("a"));
    }
}
