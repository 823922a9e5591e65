using System.CommandLine;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Text;
using ProtoBench.Protocols;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Trials;
using ProtoBench.Trials.Estimates;

namespace ProtoBench.Commands;

/// <summary><c>protobench validate</c>: checks scenario files and starts nothing.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var scenarios = new Argument<string[]>(
            "scenario")
        { Description = "Scenario files, or names of scenarios that ship, such as echo.", Arity = ArgumentArity.OneOrMore };
        var set = CommonOptions.Set();
        var command = new Command("validate", "Check scenario files without running them.") { scenarios, set };
        command.SetAction(parsed =>
        {
            var files = parsed.GetValue(scenarios)!;
            var checkedScenarios = ScenarioInput.LoadAll(files, new ScenarioOverrides { Set = parsed.GetValue(set) ?? [] });
            foreach (var (file, scenario) in files.Zip(checkedScenarios))
            {
                var plan = PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All, KernelSupport.WhyNot);
                Console.Out.WriteLine($"{file}: {plan.Cells.Count(cell => cell.Runs)} of {Plural.Of(plan.Cells.Count, "cell")}, "
                    + $"{Plural.Of(plan.Trials.Count, "trial")}, {EstimateText.Of(PlanEstimate.Of(plan))}");
                foreach (var line in PlanAdvice.All(plan))
                {
                    Console.Out.WriteLine("  " + line);
                }
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
