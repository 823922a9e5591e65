using ProtoBench.Load.Workloads.Push;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class EventInstantsTests
{
    [Fact]
    public void The_spread_over_the_subscribers_of_two_clients_is_that_of_one_who_has_all_of_them()
    {
        var random = new Random(5);
        using var whole = new EventSpread(5);
        EventInstants[] kept = [new(1_000), new(1_000)];
        using var one = new EventSpread(3, kept[0]);
        using var other = new EventSpread(2, kept[1]);
        for (var number = 7; number < 1_007; number++)
        {
            for (var subscriber = 0; subscriber < 5; subscriber++)
            {
                // Some come after the next event has begun.
                var instant = (number * 10_000_000L) + random.NextInt64(15_000_000);
                whole.Record(number, instant);
                (subscriber < 3 ? one : other).Record(number, instant);
            }
        }

        var merged = EventInstants.Spread([.. kept.Select(client => client.Encode())])!;
        var expected = whole.Merge();
        Assert.Equal(1_000, merged.Count);
        Assert.Equal((expected.Minimum, expected.Mean, expected.Maximum), (merged.Minimum, merged.Mean, merged.Maximum));
        double[] quantiles = [0.01, 0.1, 0.5, 0.9, 0.99];
        Assert.Equal(expected.Quantiles(quantiles), merged.Quantiles(quantiles));
    }

    [Fact]
    public void Events_that_one_client_did_not_see_whole_are_in_no_spread()
    {
        EventInstants[] kept = [new(10), new(10)];
        kept[0].Add(1, 100, 200);
        kept[0].Add(2, 1_100, 1_200);
        kept[1].Add(2, 1_050, 1_150);
        kept[1].Add(3, 2_000, 2_000);

        var spread = EventInstants.Spread([.. kept.Select(client => client.Encode())])!;
        Assert.Equal((1, 150L), (spread.Count, spread.Maximum));
    }

    [Fact]
    public void Where_a_client_had_more_events_than_it_keeps_no_spread_is_told()
    {
        var kept = new EventInstants(1e9);
        for (var number = 0; number < EventInstants.Most; number++)
        {
            kept.Add(number, number, number);
        }

        Assert.Equal(EventInstants.Most, EventInstants.Spread([kept.Encode()])!.Count);
        kept.Add(EventInstants.Most, 1, 1);
        Assert.Null(EventInstants.Spread([kept.Encode()]));
    }
}
