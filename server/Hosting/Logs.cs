using Microsoft.Extensions.Logging;
using Orchestrator.Common;
using Serilog;

namespace Orchestrator.Hosting;

/// <summary>The log of a host or a holder: a file in the state folder that is rotated by size.</summary>
internal static class Logs
{
    private const long FileBytes = 5 * 1024 * 1024;
    private const int FilesKept = 4;

    public static ILoggerFactory Open(StateFolder folder, string role)
    {
        var log = new LoggerConfiguration()
            .MinimumLevel.Information()
            .WriteTo.File(
                Path.Combine(folder.LogFolder, role + ".log"),
                fileSizeLimitBytes: FileBytes,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: FilesKept,
                outputTemplate: "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}",
                formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .CreateLogger();
        return LoggerFactory.Create(builder => builder.AddSerilog(log, dispose: true));
    }
}
