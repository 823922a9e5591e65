using System.Text.Json;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Results;
using ProtoBench.Tests.Reports;
using Xunit;

namespace ProtoBench.Tests.Results;

public sealed class LinkCheckStoreTests
{
    [Fact]
    public void A_check_that_could_not_be_verified_is_read_back_as_one()
    {
        var trial = SyntheticRuns.All["links"].Value.Trials.First(trial => trial.Link is not null);
        var check =
            new LinkCheck { Name = "up: rate", Expected = "1 Gbit/s", Measured = "0.9", Samples = 3, Passed = null, Remark = "Slow." };
        var stored = trial with
        {
            Link = trial.Link! with { Certificate = trial.Link.Certificate with { Checks = [.. trial.Link.Certificate.Checks, check] } },
        };

        var text = JsonSerializer.Serialize(stored, ResultJson.Default.TrialResult);
        var read = JsonSerializer.Deserialize(text, ResultJson.Default.TrialResult)!;

        Assert.Equal(check, read.Link!.Certificate.Checks[^1]);
        Assert.True(read.Link.Certificate.Holds);
    }
}
