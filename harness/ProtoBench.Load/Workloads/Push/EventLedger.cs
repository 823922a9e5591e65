namespace ProtoBench.Load.Workloads.Push;

/// <summary>Which events one subscriber got, by number. Pure; one caller at a time.</summary>
internal sealed class EventLedger
{
    /// <summary>An event that is overtaken by so many counts as reordered, however often it comes.</summary>
    public const int Remembered = 4096;

    private const int WordBits = 64;

    private readonly ulong[] _seen = new ulong[Remembered / WordBits];
    private long _highest = -1;

    /// <summary>Different events that were due in the window.</summary>
    public long Received { get; private set; }

    /// <summary>Events that had come before.</summary>
    public long Duplicated { get; private set; }

    /// <summary>Events that came after a later one.</summary>
    public long Reordered { get; private set; }

    /// <summary>The lowest number that was due in the window; null: none has come.</summary>
    public long? First { get; private set; }

    /// <summary>
    /// The highest number that came before the window or while it was being opened, which is not the same for all subscribers; null: none.
    /// </summary>
    public long? Before { get; private set; }

    /// <summary>The lowest number that was due behind the window; null: none has come.</summary>
    public long? Beyond { get; private set; }

    /// <summary>Enters an event, and says whether it is there for the first time.</summary>
    /// <param name="number">Of the event.</param>
    /// <param name="inWindow">Was it due in the window?</param>
    /// <param name="beyond">Was it due behind it?</param>
    public bool Enter(long number, bool inWindow, bool beyond)
    {
        if (beyond)
        {
            Beyond = Math.Min(Beyond ?? number, number);
        }

        if (!inWindow && !beyond)
        {
            Before = Math.Max(Before ?? number, number);
        }

        var isNew = Mark(number, inWindow);
        if (isNew && inWindow)
        {
            Received++;
            First = Math.Min(First ?? number, number);
        }

        return isNew;
    }

    /// <summary>The first event behind the window, as all subscribers together know it; null: none has seen its end.</summary>
    public static long? End(IEnumerable<EventLedger> ledgers) => ledgers.Min(ledger => ledger.Beyond);

    /// <summary>Events that this subscriber should have got in the window, where <paramref name="end"/> is the first behind it.</summary>
    public long Due(long end) => Before is { } before ? end - before - 1 : First is { } first ? end - first : 0;

    private bool Mark(long number, bool inWindow)
    {
        if (number > _highest)
        {
            for (var skipped = Math.Max(_highest + 1, number - Remembered + 1); skipped <= number; skipped++)
            {
                _seen[Word(skipped)] &= ~Bit(skipped);
            }

            _highest = number;
        }
        else if (number > _highest - Remembered && (_seen[Word(number)] & Bit(number)) != 0)
        {
            Duplicated += inWindow ? 1 : 0;
            return false;
        }
        else
        {
            Reordered += inWindow ? 1 : 0;
        }

        _seen[Word(number)] |= Bit(number);
        return true;
    }

    private static int Word(long number) => (int)(number % Remembered) / WordBits;

    private static ulong Bit(long number) => 1UL << (int)(number % WordBits);
}
