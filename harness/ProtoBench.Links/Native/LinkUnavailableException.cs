using System.Runtime.InteropServices;

namespace ProtoBench.Links.Native;

/// <summary>The link cannot be built here. The message is a sentence for the user; <see cref="Remedy"/> says what would help.</summary>
public sealed class LinkUnavailableException : Exception
{
    public LinkUnavailableException(string message, string remedy, int error = 0)
        : base(message)
    {
        Remedy = remedy;
        Error = error;
    }

    /// <summary>For the call of libc that has just failed.</summary>
    /// <param name="action">What was tried.</param>
    /// <param name="remedy">What to do about it.</param>
    public static LinkUnavailableException OfLastCall(string action, string remedy)
    {
        var number = Marshal.GetLastPInvokeError();
        return new LinkUnavailableException($"{action}: {Marshal.GetPInvokeErrorMessage(number)} (errno {number})", remedy, number);
    }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    /// <summary>The kernel's error number, or 0.</summary>
    public int Error { get; }
}
