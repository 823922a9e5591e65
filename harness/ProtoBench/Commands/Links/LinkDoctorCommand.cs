using ProtoBench.Links;

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
            Console.WriteLine($"{(step.Works ? "ok  " : step.Needed ? "FAIL" : "no  ")} {step.Name}: {step.Detail}");
            if (!step.Works)
            {
                Console.WriteLine($"     help: {step.Remedy}");
            }
        }

        var usable = steps.All(step => step.Works || !step.Needed);
        Console.WriteLine(usable ? "Emulated links work here." : "Emulated links do not work here.");
        return usable ? 0 : LinkStart.Unsupported;
    });
}
