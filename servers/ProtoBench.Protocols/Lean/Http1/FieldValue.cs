using System.Text;

namespace ProtoBench.Protocols.Lean.Http1;

/// <summary>What is read of a header field's value (RFC 9110, 5.6).</summary>
internal static class FieldValue
{
    /// <summary>Is the token in the list?</summary>
    public static bool HasToken(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token)
    {
        foreach (var range in list.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(list[range].Trim(" \t"u8), token))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Is it the last of the list?</summary>
    public static bool EndsWithToken(ReadOnlySpan<byte> list, ReadOnlySpan<byte> token) =>
        Ascii.EqualsIgnoreCase(list[(list.LastIndexOf((byte)',') + 1)..].Trim(" \t"u8), token);

    /// <summary>The number after <paramref name="name"/> in the list; null: there is none.</summary>
    public static int? Number(ReadOnlySpan<byte> list, ReadOnlySpan<byte> name)
    {
        foreach (var range in list.Split((byte)','))
        {
            var item = list[range].Trim(" \t"u8);
            if (item.Length > name.Length && Ascii.EqualsIgnoreCase(item[..name.Length], name)
                && Digits(item[name.Length..]) is <= int.MaxValue and { } number)
            {
                return (int)number;
            }
        }

        return null;
    }

    /// <summary>A non-negative number of nothing but digits; null: it is none, or has more than a long holds.</summary>
    public static long? Digits(ReadOnlySpan<byte> text)
    {
        const int mostDigits = 18;
        if (text.IsEmpty || text.Length > mostDigits)
        {
            return null;
        }

        long number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return null;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
