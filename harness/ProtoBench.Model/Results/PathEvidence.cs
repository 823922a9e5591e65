using System.Text.Json.Serialization;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Model.Results;

/// <summary>What the network between two hosts was like around a trial: in place of the certificate that an emulated link has.</summary>
/// <param name="From">Host of the client that looked.</param>
/// <param name="To">Host of the server.</param>
/// <param name="Before">Before the server listened; null: it could not be seen.</param>
/// <param name="After">When everything was measured; null: likewise, or the trial did not get that far.</param>
/// <param name="WhyNot">Why one of them is missing; null: nothing is.</param>
/// <param name="BeforeAge">
/// So many seconds before this trial <paramref name="Before"/> was seen, behind the trial before it, or for another that is driven in turns
/// with it; null: this trial looked itself.
/// </param>
public sealed record PathEvidence(
    string From,
    string To,
    PathLook? Before,
    PathLook? After,
    string? WhyNot,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? BeforeAge = null)
{
    /// <summary>The looks that were made for this trial: one that serves another too counts there.</summary>
    [JsonIgnore]
    public IEnumerable<PathLook> OwnLooks => new[] { BeforeAge is null ? Before : null, After }.OfType<PathLook>();

    // Below this nobody could tell a change from what the hosts' own schedulers do.
    private const double LeastChange = 100;
    private const double ChangedTimes = 2;

    /// <summary>What a reader of the trial should know, as sentences without a full stop.</summary>
    [JsonIgnore]
    public IEnumerable<string> Notes
    {
        get
        {
            if (WhyNot is not null)
            {
                yield return $"the path from {From} to {To} was not seen {(Before is null ? "before" : "after")} the trial: {WhyNot}";
            }

            var looks = new[] { Before, After }.OfType<PathLook>().ToList();
            var (sent, lost) = (looks.Sum(look => look.Sent), looks.Sum(look => look.Lost));
            if (sent > 0 && lost == sent)
            {
                yield return $"no datagram from {From} to {To} was answered: UDP does not get through";
            }
            else if (lost > 0)
            {
                yield return $"of {sent} datagrams from {From} to {To} around the trial {lost} {(lost == 1 ? "was" : "were")} lost";
            }

            if (lost < sent && looks.Any(look => look.LargestPasses == false))
            {
                yield return $"packets of the path's MTU ({looks[0].Mtu} bytes) from {From} to {To} are lost: a switch between them takes "
                    + "smaller ones only";
            }

            if (looks is [{ RoundTripMicroseconds: var old }, { RoundTripMicroseconds: var now }]
                && Math.Abs(now - old) > LeastChange && Math.Max(old, now) > ChangedTimes * Math.Min(old, now))
            {
                yield return FormattableString.Invariant(
                    $"the round trip from {From} to {To} changed: {old:0} µs before the trial, {now:0} µs after it");
            }
        }
    }
}
