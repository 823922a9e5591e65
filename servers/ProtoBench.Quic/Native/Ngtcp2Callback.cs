namespace ProtoBench.Quic.Native;

/// <summary>Indexes of ngtcp2_callbacks: 40 function pointers in the same order in both generations.</summary>
internal static class Ngtcp2Callback
{
    public const int ClientInitial = 0;
    public const int RecvClientInitial = 1;
    public const int RecvCryptoData = 2;
    public const int HandshakeCompleted = 3;
    public const int Encrypt = 5;
    public const int Decrypt = 6;
    public const int HpMask = 7;
    public const int RecvStreamData = 8;
    public const int AckedStreamDataOffset = 9;
    public const int StreamOpen = 10;
    public const int StreamClose = 11;
    public const int RecvRetry = 13;
    public const int ExtendMaxLocalStreamsBidi = 14;
    public const int Rand = 16;
    public const int GetNewConnectionId = 17;
    public const int RemoveConnectionId = 18;
    public const int UpdateKey = 19;
    public const int StreamReset = 22;
    public const int ExtendMaxStreamData = 25;
    public const int DeleteCryptoAeadCtx = 29;
    public const int DeleteCryptoCipherCtx = 30;
    public const int RecvDatagram = 31;
    public const int GetPathChallengeBytes = 34;
    public const int StreamStopSending = 35;
    public const int VersionNegotiation = 36;
    public const int RecvRxKey = 37;
    public const int RecvTxKey = 38;
    public const int EarlyTrafficRejected = 39;
    public const int Count = 40;
}
