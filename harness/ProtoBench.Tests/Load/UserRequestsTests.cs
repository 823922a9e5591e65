using System.Text;
using ProtoBench.Contract.Requests;
using ProtoBench.Load.Requests;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Requests;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class UserRequestsTests
{
    [Fact]
    public void A_request_without_anything_is_a_GET_of_the_root()
    {
        var request = UserRequests.Of(new RequestSpec { Name = "request" });

        Assert.Equal(("GET", "/"), (request.Method, request.Target));
        Assert.Empty(request.Headers);
        Assert.Empty(request.Messages);
        Assert.Equal(StatusRange.Success, request.Expected);
    }

    [Fact]
    public void A_body_makes_it_a_POST_and_an_empty_one_is_a_body_too()
    {
        var text = UserRequests.Of(new RequestSpec { Name = "request", Body = "grün" });
        var empty = UserRequests.Of(new RequestSpec { Name = "request", Body = "" });
        var put = UserRequests.Of(new RequestSpec { Name = "request", BodyBytes = 1000, Method = "PUT" });

        Assert.Equal(("POST", "POST", "PUT"), (text.Method, empty.Method, put.Method));
        Assert.Equal("grün", Encoding.UTF8.GetString(Assert.Single(text.Messages).Span));
        Assert.Equal(0, Assert.Single(empty.Messages).Length);
        Assert.Equal(1000, Assert.Single(put.Messages).Length);
    }

    [Fact]
    public void Fields_stand_in_their_order_then_the_token_then_those_that_are_made_up()
    {
        var spec = new RequestSpec
        {
            Name = "request",
            Headers = new Dictionary<string, string> { ["X-B"] = "1", ["Accept"] = "*/*", ["X-A"] = "2" },
            GeneratedHeaders = 25,
            BearerBytes = 800,
        };

        var headers = UserRequests.Of(spec).Headers;

        Assert.Equal(["X-B", "Accept", "X-A", "Authorization", "User-Agent"], headers.Take(5).Select(field => field.Key));
        Assert.Equal(3 + 1 + 25, headers.Count);
        Assert.Equal("Bearer ".Length + 800, headers[3].Value.Length);
        Assert.Equal(headers.Count, headers.Select(field => field.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(headers, field => Assert.DoesNotContain(field.Value, letter => letter is < ' ' or > '~'));
        Assert.Equal(headers, UserRequests.Of(spec).Headers);
    }

    [Fact]
    public void Made_up_fields_are_as_large_as_those_of_browsers()
    {
        var bytes = GeneratedHeaders.Of(20, []).Sum(field => field.Key.Length + field.Value.Length + 4);

        Assert.InRange(bytes, 800, 1_500);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(70, 29, 1)]
    [InlineData(1000, 999)]
    public void Every_request_comes_in_exact_proportion_to_its_weight(params int[] weights)
    {
        var mix = new RequestMix(Specs(weights), seed: 7);
        var whole = weights.Sum() * (((4096 - 1) / weights.Sum()) + 1);

        var drawn = Enumerable.Range(0, whole).Select(_ => mix.Next()).CountBy(index => index).OrderBy(count => count.Key);

        Assert.Equal(weights.Select(weight => weight * (whole / weights.Sum())), drawn.Select(count => count.Value));
    }

    [Fact]
    public void The_order_is_the_seeds_and_nobody_elses()
    {
        int[] Draw(ulong seed)
        {
            var mix = new RequestMix(Specs([3, 2, 1]), seed);
            return [.. Enumerable.Range(0, 200).Select(_ => mix.Next())];
        }

        Assert.Equal(Draw(5), Draw(5));
        Assert.NotEqual(Draw(5), Draw(6));
    }

    [Fact]
    public void A_file_that_has_changed_since_the_scenario_was_read_is_not_sent()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("order.json");
        File.WriteAllText(path, "{}");
        var spec = new RequestSpec { Name = "request", BodyFile = "order.json", BodyContent = BodyFiles.Look(path).Content };

        Assert.Equal("{}", Encoding.UTF8.GetString(UserRequests.Of(spec).Messages[0].Span));
        File.WriteAllText(path, "[]");
        var changed = Assert.Throws<IOException>(() => UserRequests.Of(spec));
        File.Delete(path);
        var gone = Assert.Throws<IOException>(() => UserRequests.Of(spec));

        Assert.Contains(
            $"in {path} is another one than when the scenario was read (2 bytes, SHA-256", changed.Message, StringComparison.Ordinal);
        Assert.Contains($"cannot be read any more from {path}", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Workloads_with_the_same_requests_are_the_same_wherever_their_bodies_lie()
    {
        Workload Of(string path, string hash) => new()
        {
            Name = "orders",
            Requests =
            [
                new RequestSpec
                {
                    Name = "request",
                    Headers = new Dictionary<string, string> { ["A"] = "1" },
                    BodyFile = "x",
                    BodyContent = new BodyFileContent(path, 2, hash),
                },
            ],
        };

        Assert.Equal(Of("/a/x", "00"), Of("/b/x", "00"));
        Assert.NotEqual(Of("/a/x", "00"), Of("/a/x", "01"));
        Assert.NotEqual(Of("/a/x", "00"), new Workload { Name = "orders" });
    }

    private static List<RequestSpec> Specs(int[] weights) =>
        [.. weights.Select((weight, i) => new RequestSpec { Name = $"r{i}", Weight = weight })];
}
