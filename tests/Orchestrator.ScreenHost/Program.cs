using Orchestrator.ScreenHost;

return args switch
{
    ["bench", .. var measurement] => Bench.Run(measurement),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Orchestrator.ScreenHost bench [MEASUREMENT]");
    return 2;
}
