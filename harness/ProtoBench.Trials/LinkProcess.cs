using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ProtoBench.Links.Engine;
using ProtoBench.Links.Serving;
using ProtoBench.Machine;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>
/// The third process of a trial over an emulated link: <c>protobench link serve</c>, which holds the two namespaces. Disposing it takes the
/// link down; should this process die, its input ends and it does so by itself.
/// </summary>
internal sealed class LinkProcess : IAsyncDisposable
{
    private static readonly WaitLimit StartLimit = new(TimeSpan.FromSeconds(15));

    // Beside twice what the link itself estimates, which no load changes.
    private static readonly WaitLimit CertificateLimit = new(TimeSpan.FromSeconds(60));
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(3);

    private readonly Process _process;
    private readonly Task<string> _complaints;

    private LinkProcess(Process process)
    {
        _process = process;
        _complaints = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it said when the link was up.</summary>
    public LinkMessage Ready { get; private set; } = new() { Type = "none" };

    /// <param name="profile">A profile's file, or the name of a shipped one.</param>
    /// <param name="seed">Of every random decision.</param>
    /// <param name="capture">Where to record its packets; null: nowhere.</param>
    /// <param name="idle">Whether processors are kept awake for it.</param>
    /// <param name="congestion">As <see cref="LinkCongestion.Of"/> has it.</param>
    /// <param name="cancellationToken">Ends the waiting, and the process with it.</param>
    /// <exception cref="TrialFailedException">No link can be built here; the message says why and what would help.</exception>
    public static async Task<LinkProcess> StartAsync(
        string profile, ulong seed, string? capture, IdleProcessors idle, LinkCongestion congestion, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Executables.Application)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        // It forwards packets, so it needs the optimising compiler that its parent does without.
        start.Environment[ProcessProbe.TieringDelay] = ProcessProbe.UsualTieringDelay;
        string[] recording = capture is null ? [] : ["--pcap", capture];
        string[] halting = idle == IdleProcessors.Sleep ? ["--no-keep-awake"] : [];
        string[] arguments = ["link", "serve", profile, "--seed", $"{seed}", .. recording, .. halting, .. congestion.Arguments];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var link = new LinkProcess(Process.Start(start) ?? throw new TrialFailedException("the link process did not start"));
        try
        {
            await link.ExpectAsync("hello", StartLimit, cancellationToken).ConfigureAwait(false);
            link.Ready = await link.ExpectAsync("ready", StartLimit, cancellationToken).ConfigureAwait(false);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Compares the link with its profile. Nothing else may use it meanwhile.</summary>
    public async Task<LinkMessage> CertifyAsync(CancellationToken cancellationToken)
    {
        Send(new LinkRequest { Type = "certify" });
        var limit = CertificateLimit with { Asked = 2 * TimeSpan.FromSeconds(Ready.CertificateSeconds ?? 0) };
        return await ExpectAsync("certificate", limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets time and packet count to zero, so that the trial meets the seed's first decisions.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        Send(new LinkRequest { Type = "restart" });
        await ExpectAsync("restarted", StartLimit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the link did since the restart, and what of it makes the trial invalid.</summary>
    /// <param name="certificate">What it was before.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<LinkEvidence> EvidenceAsync(LinkCertificate certificate, CancellationToken cancellationToken)
    {
        var answer = await AskStatisticsAsync(cancellationToken).ConfigureAwait(false);
        return LinkEvidence.Of(certificate, answer.Statistics!, answer.Objections ?? []);
    }

    /// <summary>What the link did since it was up or restarted last.</summary>
    public async Task<LinkStatistics> StatisticsAsync(CancellationToken cancellationToken) =>
        (await AskStatisticsAsync(cancellationToken).ConfigureAwait(false)).Statistics!;

    /// <summary>
    /// A measurement with what the link did in its window, laid on the client's clock, which is this machine's: sides over an emulated link
    /// are on the link's machine.
    /// </summary>
    /// <param name="measurement">Of a trial since the last restart.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<Measurement> MarkAsync(Measurement measurement, CancellationToken cancellationToken)
    {
        var near = TimeMarks.Near(measurement);
        var window = new LinkWindow(measurement.WindowStartNanoseconds, measurement.WindowSeconds, near?.From, near?.To);
        Send(new LinkRequest { Type = "marks", Window = window });
        var answer = await ExpectAsync("marks", StartLimit, cancellationToken).ConfigureAwait(false);
        measurement = answer.Queues is { Count: > 0 } queues ? measurement with { LinkQueues = queues } : measurement;
        return answer.Marks is { Count: > 0 } marks
            ? measurement with { Marks = [.. (measurement.Marks ?? []).Concat(marks).OrderBy(mark => mark.From)] }
            : measurement;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has gone already.
        }

        using var grace = new CancellationTokenSource(MachineLoad.Read().Stretch(GracePeriod));
        try
        {
            await _process.WaitForExitAsync(grace.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private Task<LinkMessage> AskStatisticsAsync(CancellationToken cancellationToken)
    {
        Send(new LinkRequest { Type = "statistics" });
        return ExpectAsync("statistics", StartLimit, cancellationToken);
    }

    private void Send(LinkRequest request)
    {
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(request, LinkJson.Default.LinkRequest));
            _process.StandardInput.Flush();
        }
        catch (IOException error)
        {
            throw new TrialFailedException("the link process has gone", error);
        }
    }

    private async Task<LinkMessage> ExpectAsync(string type, WaitLimit limit, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = _process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
        var over = limit.OverAsync(() => null, MachineLoad.Read, waiting.Token);
        var first = await Task.WhenAny((Task)reading, over).ConfigureAwait(false);
        await waiting.CancelAsync().ConfigureAwait(false);
        if (first == over)
        {
            throw new TrialFailedException($"the link did not answer with '{type}' {await over.ConfigureAwait(false)}");
        }

        var line = await reading.ConfigureAwait(false);

        if (line is null)
        {
            // The first line says what happened; a stack trace below it is nothing for a report.
            var complaint = (await _complaints.ConfigureAwait(false))
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .FirstOrDefault();
            throw new TrialFailedException($"the link process ended{(complaint is null ? " without a word" : $": {complaint}")}");
        }

        var message = JsonSerializer.Deserialize(line, LinkJson.Default.LinkMessage);
        return message?.Type == type
            ? message
            : throw new TrialFailedException(message?.Type == "error"
                ? $"no emulated link here: {message.Message} ({message.Remedy})"
                : $"the link sent an unexpected line: {line}");
    }
}
