using Orchestrator.ScreenHost;

return args switch
{
    ["oracle"] => Oracle.Run(),
    ["bench", .. var measurement] => Bench.Run(measurement),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Orchestrator.ScreenHost oracle | bench [MEASUREMENT]");
    return 2;
}
