using Orchestrator.ScreenHost;

return args switch
{
    ["oracle"] => Oracle.Run(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Orchestrator.ScreenHost oracle");
    return 2;
}
