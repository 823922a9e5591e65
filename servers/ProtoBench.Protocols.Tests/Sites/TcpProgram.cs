using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.Tests.Quic;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>A server of somebody else that listens on a TCP port of loopback, with a certificate in its folder.</summary>
internal sealed class TcpProgram : IAsyncDisposable
{
    private readonly ForeignProgram _program;
    private readonly TemporaryFolder _folder;

    private TcpProgram(ForeignProgram program, TemporaryFolder folder, TlsIdentity identity, int port)
    {
        (_program, _folder, Identity) = (program, folder, identity);
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint EndPoint { get; }

    public TlsIdentity Identity { get; }

    /// <summary>openssl's test server, which answers every GET with a page about the connection.</summary>
    public static Task<TcpProgram> OpenSslAsync(TlsIdentity identity, params string[] arguments) => StartAsync(
        identity,
        (folder, port) => ForeignProgram.Start(
            "openssl",
            folder.Path,
            ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", "cert.pem", "-key", "key.pem", "-www", .. arguments]));

    /// <summary>nginx with one server of these directives, of which <c>PORT</c> is the port's number.</summary>
    public static Task<TcpProgram> NginxAsync(TlsIdentity identity, string directives) => StartAsync(identity, (folder, port) =>
    {
        File.WriteAllText(folder.File("nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid {{folder.File("pid")}};
            error_log {{folder.File("error.log")}};
            events { }
            http {
                access_log off;
                client_body_temp_path {{folder.File("body")}};
                proxy_temp_path {{folder.File("proxy")}};
                fastcgi_temp_path {{folder.File("fastcgi")}};
                uwsgi_temp_path {{folder.File("uwsgi")}};
                scgi_temp_path {{folder.File("scgi")}};
                server {
                    ssl_certificate {{folder.File("cert.pem")}};
                    ssl_certificate_key {{folder.File("key.pem")}};
                    {{directives.Replace("PORT", $"{port}", StringComparison.Ordinal)
                        .Replace("DIR", folder.Path, StringComparison.Ordinal)}}
                }
            }
            """);
        return ForeignProgram.Start("nginx", folder.Path, "-p", folder.Path, "-c", folder.File("nginx.conf"));
    });

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Identity.Dispose();
        _folder.Dispose();
    }

    private static async Task<TcpProgram> StartAsync(TlsIdentity identity, Func<TemporaryFolder, int, ForeignProgram> start)
    {
        var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("cert.pem"), identity.CertificatePem());
        await File.WriteAllTextAsync(folder.File("key.pem"), identity.PrivateKeyPem());
        var port = FreePort();
        var server = new TcpProgram(start(folder, port), folder, identity, port);
        await Limits.Until(() => Listens(port), "the server listens");
        return server;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static bool Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            Thread.Sleep(5);
            return false;
        }
    }
}
