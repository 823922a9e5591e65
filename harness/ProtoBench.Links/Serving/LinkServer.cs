using System.Text.Json;
using ProtoBench.Links.Certification;
using ProtoBench.Links.Topology;

namespace ProtoBench.Links.Serving;

/// <summary>Answers the trial runner's requests about one link, line by line, until the input ends.</summary>
internal sealed class LinkServer(TextReader requests, TextWriter answers)
{
    /// <summary>Version of the messages.</summary>
    public const int Contract = 1;

    /// <summary>First line of all, before anything can fail.</summary>
    public void Greet() => Answer(new LinkMessage { Type = "hello", Contract = Contract, Role = "link", Pid = Environment.ProcessId });

    /// <summary>Says that the link cannot be had.</summary>
    public void Refuse(string message, string remedy) => Answer(new LinkMessage { Type = "error", Message = message, Remedy = remedy });

    /// <summary>Announces the link and serves requests; returns at the end of input.</summary>
    public void Serve(EmulatedLink link)
    {
        Answer(new LinkMessage
        {
            Type = "ready",
            ServerAddress = LinkAddresses.Server.ToString(),
            CongestionAddresses = link.CongestionAddresses,
            ClientAddress = LinkAddresses.Client.ToString(),
            EnterClient = NamespaceEntry.Prefix(link.Client),
            EnterServer = NamespaceEntry.Prefix(link.Server),
            Facts = link.Facts,
            CertificateSeconds = CertificateTime.Of(link.Profile).TotalSeconds,
            RoundTripSeconds = link.Profile.RoundTrip.TotalSeconds,
        });
        while (requests.ReadLine() is { } line)
        {
            Answer(Handle(link, line));
        }
    }

    private static LinkMessage Handle(EmulatedLink link, string line)
    {
        LinkRequest? request;
        try
        {
            request = JsonSerializer.Deserialize(line, LinkJson.Default.LinkRequest);
        }
        catch (JsonException error)
        {
            return new LinkMessage
            {
                Type = "error",
                Message = $"This line is no request: {line} ({error.Message})",
                Remedy = "send one JSON object a line",
            };
        }

        switch (request?.Type)
        {
            case "certify":
                return new LinkMessage { Type = "certificate", Certificate = LinkCertifier.Certify(link, request.Level) };
            case "restart":
                link.Restart(request.Seed);
                return new LinkMessage { Type = "restarted" };
            case "statistics":
                var statistics = link.Statistics();
                return new LinkMessage
                {
                    Type = "statistics",
                    Statistics = statistics,
                    Objections = LatenessCheck.Objections(link.Profile, statistics),
                };
            case "marks" when request.Window is { } window:
                return new LinkMessage { Type = "marks", Marks = link.Marks(window), Queues = link.Queues(window) };
            default:
                return new LinkMessage
                {
                    Type = "error",
                    Message = $"Unknown request: {line}",
                    Remedy = "known are certify, restart, statistics, and marks of a window",
                };
        }
    }

    private void Answer(LinkMessage message)
    {
        answers.WriteLine(JsonSerializer.Serialize(message, LinkJson.Default.LinkMessage));
        answers.Flush();
    }
}
