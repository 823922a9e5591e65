namespace ProtoBench.Tests.Foreign;

/// <summary>Debian's nginx as a server command: 64 bytes for every request, its own limits where nothing else is asked for.</summary>
internal static class ForeignNginx
{
    private const string Program = "/usr/sbin/nginx";

    public static bool IsInstalled => File.Exists(Program);

    /// <summary>Writes its configuration and returns a command for <c>ab</c>.</summary>
    /// <param name="folder">For the configuration, its logs and its bodies.</param>
    /// <param name="http2">HTTP/2 by prior knowledge, else HTTP/1.1.</param>
    /// <param name="more">Further directives.</param>
    /// <param name="daemon">Into the background, as it does where it is not told otherwise?</param>
    public static string Command(string folder, bool http2, string more = "", bool daemon = false)
    {
        var script = Path.Combine(folder, "nginx.sh");
        File.WriteAllText(script, $$"""
            d=$(mktemp -d {{folder}}/nginx-XXXXXX)
            cat > $d/c <<C
            daemon {{(daemon ? "on" : "off")}}; worker_processes 1; pid $d/pid; error_log $d/err;
            events {}
            http { access_log off; client_body_temp_path $d/b; proxy_temp_path $d/p; fastcgi_temp_path $d/f; uwsgi_temp_path $d/u; scgi_temp_path $d/s; {{more}}
            server { listen 127.0.0.1:$1{{(http2 ? " http2" : "")}}; location / { return 200 "{{new string('0', 64)}}"; } } }
            C
            exec {{Program}} -p $d -c $d/c
            """);
        return $"cmd:sh {script} {{port}}";
    }
}
