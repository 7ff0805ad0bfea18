namespace Orchestrator.FakeAgent;

/// <summary>A full-screen program: alternate screen, hidden cursor, one frame for each key; "q" ends it.</summary>
internal static class FullScreen
{
    public static int Run()
    {
        Commands.Write("\e[?1049h\e[?25l\e]0;fake agent\a");
        var frame = 0;
        Draw(frame);
        while (Console.ReadKey(intercept: true).KeyChar is not 'q')
            Draw(++frame);
        Commands.Write("\e[?25h\e[?1049l");
        return Commands.Print("left the full screen");
    }

    private static void Draw(int frame) =>
        Commands.Write($"\e[H\e[2J\e[1;44m fake agent \e[0m\e[3;3Hframe {frame}\e[{Console.WindowHeight};1H\e[7m q quits \e[0m");
}
