using System.CommandLine;
using ProtoBench.Analysis.History;

namespace ProtoBench.Commands;

/// <summary><c>protobench selftest history</c>: how often a flat history alarms, and how soon a slowdown is found.</summary>
internal static class SelfTestHistoryCommand
{
    public static Command Create()
    {
        var series = new Option<int>("--series") { Description = "Invented series of each kind.", DefaultValueFactory = _ => 100 };
        var noise =
            new Option<double>("--noise") { Description = "Standard deviation of a run, in percent.", DefaultValueFactory = _ => 2 };
        var autocorrelation =
            new Option<double>("--autocorrelation") { Description = "How much of a run's noise carries over to the next run, 0 to 0.99." };
        var seed = new Option<ulong>("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1 };
        var command = new Command(
            "history", "Invent histories, and count false alarms and the runs until a slowdown of 10 % is found, also behind incidents.")
        {
            series, noise, autocorrelation, seed,
        };
        command.SetAction(parsed =>
        {
            var (count, deviation, share) = (parsed.GetValue(series), parsed.GetValue(noise), parsed.GetValue(autocorrelation));
            if (count < 1 || deviation is not (> 0 and <= 100) || share is not (>= 0 and <= 0.99))
            {
                throw new UsageException(
                    "--series needs at least 1, --noise a percentage above 0 up to 100, --autocorrelation a share from 0 to 0.99");
            }

            var result = HistorySelfTest.Run(count, deviation / 100, parsed.GetValue(seed), share);
            Write(result, deviation);
            return result.Holds ? ExitCode.Ok : ExitCode.GateFailed;
        });
        return command;
    }

    private static void Write(HistorySelfTest result, double noise)
    {
        Console.Out.WriteLine(
            $"flat series of {HistorySelfTest.FlatRuns} runs at {noise:0.##} % noise that ever alarm: {result.EverAlarmed} of "
                + $"{result.Series}, "
                + $"{result.EverAlarmed - result.EverAlarmedFirmly} of them only with the label weak (at most "
                    + $"{HistorySelfTest.FalseAlarmBar:0 %})");
        Console.Out.WriteLine(
            $"runs until a change of +10 % is found: median {Runs(result.MedianDelay)}, nine in ten {Runs(result.DelayAt(0.9))}, "
                + $"missed in {HistorySelfTest.RunsAfter}: {result.Missed} of {result.Series} (median at most {HistorySelfTest.DelayBar})");
        Console.Out.WriteLine(
            $"the same behind one to three incidents at {HistorySelfTest.DeviationWithIncidents * 100:0.##} % noise: median "
                + $"{Runs(result.DelayAfterIncidentsAt(0.5))}, nine in ten {Runs(result.DelayAfterIncidentsAt(0.9))}, "
                + $"missed in {HistorySelfTest.RunsAfter}: {result.Series - result.DelaysAfterIncidents.Count} of {result.Series} "
                + $"(nine in ten at most {HistorySelfTest.DelayBarAfterIncidents})");
        Console.Out.WriteLine(result.Holds ? "all promises hold" : "a promise is broken");
    }

    private static string Runs(int? runs) => runs is { } found ? $"{found}" : $"over {HistorySelfTest.RunsAfter}";
}
