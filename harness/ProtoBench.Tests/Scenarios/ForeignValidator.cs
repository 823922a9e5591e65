using System.Diagnostics;
using System.Text.Json;

namespace ProtoBench.Tests.Scenarios;

/// <summary>Validates scenario texts against a schema with software that shares no code with ours.</summary>
internal static class ForeignValidator
{
    /// <summary>Debian's interpreter, the one its packages install modules for.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>Answers, for each text, the first complaint or null.</summary>
    private const string Script = """
        import json, sys, yaml, jsonschema

        asked = json.load(sys.stdin)
        schema = json.loads(asked["schema"])
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)

        def complaint(text):
            try:
                return next((error.message for error in validator.iter_errors(yaml.safe_load(text))), None)
            except yaml.YAMLError as error:
                return str(error)

        json.dump([complaint(text) for text in asked["texts"]], sys.stdout)
        """;

    private static TimeSpan Limit => Patience.Limit;

    public static async Task<IReadOnlyList<string?>> ComplaintsAsync(string schema, IEnumerable<string> texts)
    {
        var start = new ProcessStartInfo(Python, ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var python = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = python.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = python.StandardError.ReadToEndAsync(limit.Token);
            await python.StandardInput.WriteAsync(JsonSerializer.Serialize(new { schema, texts }).AsMemory(), limit.Token);
            python.StandardInput.Close();
            await python.WaitForExitAsync(limit.Token);
            return python.ExitCode == 0
                ? JsonSerializer.Deserialize<List<string?>>(await output)!
                : throw new InvalidOperationException($"The validator ended with {python.ExitCode}: {await errors}");
        }
        finally
        {
            if (!python.HasExited)
            {
                python.Kill();
            }
        }
    }
}
