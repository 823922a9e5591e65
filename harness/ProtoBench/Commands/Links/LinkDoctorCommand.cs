using ProtoBench.Links;
using ProtoBench.Machine;

namespace ProtoBench.Commands.Links;

/// <summary><c>protobench link doctor</c>.</summary>
internal static class LinkDoctorCommand
{
    /// <summary>0 when links can be built, 127 when not.</summary>
    public static int Run() => LinkStart.Guarded(() =>
    {
        var steps = LinkPreflight.Run();
        foreach (var step in steps)
        {
            Console.WriteLine(
                $"{step.Severity switch { FindingSeverity.Ok => "ok  ", FindingSeverity.Error => "FAIL", _ => "no  " }} "
                    + $"{step.Subject}: {step.Found}");
            if (step.Severity != FindingSeverity.Ok)
            {
                Console.WriteLine($"     help: {step.Remedy}");
            }
        }

        var usable = steps.All(step => step.Severity != FindingSeverity.Error);
        Console.WriteLine(usable ? "Emulated links work here." : "Emulated links do not work here.");
        return usable ? 0 : LinkStart.Unsupported;
    });
}
