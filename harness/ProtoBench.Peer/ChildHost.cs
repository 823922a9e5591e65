using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProtoBench.Load.Children;
using ProtoBench.Machine.Holding;

namespace ProtoBench.Peer;

/// <summary>
/// Runs one child role as a generic host: SIGTERM and SIGINT stop it gracefully, its log goes to standard error as JSON lines, and its exit
/// code is the role's.
/// </summary>
internal static class ChildHost
{
    public static async Task<int> RunAsync<TRole>(CancellationToken cancellationToken)
        where TRole : class, IHostedService
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddJsonConsole(options => options.UseUtcTimestamp = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(StandardStreams());
        var exit = new ChildExit();
        builder.Services.AddSingleton(exit);
        builder.Services.AddHostedService<TRole>();
        using var host = builder.Build();
        await host.RunAsync(cancellationToken).ConfigureAwait(false);
        return exit.Code;
    }

    private static MessageChannel StandardStreams()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        // Its companion then ends what it had started (see ProgramSweeper).
        var watch = new SilenceWatch(SilenceWatch.Interval, SilenceWatch.Mercy, ProcessCalls.Leave);
        return new MessageChannel(
            new StreamReader(Console.OpenStandardInput(), utf8),
            new StreamWriter(Console.OpenStandardOutput(), utf8) { NewLine = "\n" },
            watch.Hear);
    }
}
