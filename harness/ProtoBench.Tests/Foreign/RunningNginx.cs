using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Contract.Tls;
using ProtoBench.Tests.Trials;

namespace ProtoBench.Tests.Foreign;

/// <summary>Debian's nginx while it runs, with pages and limits of its own.</summary>
internal sealed class RunningNginx : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TlsIdentity? _identity;
    private readonly Process _process;

    private RunningNginx(bool http2, bool tls, string more)
    {
        EndPoint = FreeEndPoint();
        _identity = tls ? TlsIdentity.Create() : null;
        if (_identity is not null)
        {
            File.WriteAllText(_folder.File("cert.pem"), _identity.CertificatePem());
            File.WriteAllText(_folder.File("key.pem"), _identity.PrivateKeyPem());
        }

        var temporary = string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {_folder.File(name)};"));
        var security = tls
            ? $"ssl_certificate {_folder.File("cert.pem")}; ssl_certificate_key {_folder.File("key.pem")}; ssl_protocols TLSv1.3;"
            : "";
        File.WriteAllText(_folder.File("conf"), $$"""
            daemon off; worker_processes 1; pid {{_folder.File("pid")}}; error_log {{_folder.File("err")}};
            events {}
            http { access_log off; {{temporary}} {{more}}
              server { listen {{EndPoint}}{{(tls ? " ssl" : "")}}{{(http2 ? " http2" : "")}}; {{security}}
                location = /page { return 200 "{{new string('p', 300)}}"; }
                location = /old { return 301 /page; } } }
            """);
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/nginx", ["-p", _folder.Path, "-c", _folder.File("conf")])
        {
            RedirectStandardError = true,
        })!;
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>For its clients.</summary>
    public EndpointSettings Settings => new()
    {
        EndPoint = EndPoint,
        Tls = _identity is null ? null : TlsIdentity.FromPem(_identity.CertificatePem()),
        Site = new ForeignSite { Host = "localhost", Port = EndPoint.Port },
    };

    /// <summary>Starts it and returns when it listens.</summary>
    /// <param name="http2">HTTP/2, else HTTP/1.1.</param>
    /// <param name="tls">Inside TLS?</param>
    /// <param name="more">Further directives of its http block.</param>
    public static async Task<RunningNginx> StartAsync(bool http2, bool tls, string more = "")
    {
        var nginx = new RunningNginx(http2, tls, more);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(nginx.EndPoint);
                return nginx;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(start) < Patience.Limit && !nginx._process.HasExited)
            {
                await Task.Delay(10);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _identity?.Dispose();
        _folder.Dispose();
    }

    private static IPEndPoint FreeEndPoint()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
