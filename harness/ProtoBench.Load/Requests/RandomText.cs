using ProtoBench.Model.Plans;
using ProtoBench.Model.Randomness;

namespace ProtoBench.Load.Requests;

/// <summary>Made-up text of a length: letters, digits, hyphens and underscores as base64url has them (RFC 4648, 5). Pure.</summary>
internal static class RandomText
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /// <param name="length">In characters.</param>
    /// <param name="purpose">The same gives the same text in every run and on every machine.</param>
    public static string Of(int length, string purpose)
    {
        var random = new SeededRandom(TrialSeed.Hash(purpose));
        return string.Create(length, random, static (letters, source) =>
        {
            for (var i = 0; i < letters.Length; i++)
            {
                letters[i] = Letters[source.Next(Letters.Length)];
            }
        });
    }
}
