using System.Text;

namespace ProtoBench.Commands;

/// <summary>Sends metrics to an OpenTelemetry collector over HTTP (OTLP/HTTP, JSON encoding).</summary>
internal static class OtlpPost
{
    private const string DefaultPath = "/v1/metrics";
    private const int LongestAnswer = 200;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <exception cref="UsageException">The address is none.</exception>
    public static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address.AbsolutePath == "/" ? new Uri(address, DefaultPath) : address
            : throw new UsageException($"--otlp takes the address of a collector, such as http://localhost:4318, not '{text}'");

    /// <exception cref="IOException">The collector cannot be reached or refuses.</exception>
    public static async Task SendAsync(Uri address, string json, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { Timeout = Limit };
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        try
        {
            using var answer = await client.PostAsync(address, content, cancellationToken).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
                throw new IOException($"{address} answered {(int)answer.StatusCode}: {text[..Math.Min(text.Length, LongestAnswer)]}");
            }
        }
        catch (HttpRequestException error)
        {
            throw new IOException($"{address} cannot be reached: {error.Message}", error);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{address} did not answer within {Limit.TotalSeconds:0} s", error);
        }
    }
}
