using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Covalent.Core.Client.Http;
using Covalent.Executors.Channels.Ssh;
using Covalent.Server.Api;

namespace Covalent.Server.Triggers;

/// <summary>Whether the one who calls a trigger knows its secret: HMAC-SHA256 of the body as it was sent, in one of two headers.</summary>
/// <remarks><c>Covalent-Signature: t=UNIX-SECONDS,v1=HEX</c> signs <c>UNIX-SECONDS.BODY</c>; <c>X-Hub-Signature-256: sha256=HEX</c> signs the body alone, as code
/// hosts do. What is signed names its occasion, so that a copy of it does not fire again.</remarks>
internal static class WebhookSignature
{
    public const string Header = "Covalent-Signature";
    public const string HubHeader = "X-Hub-Signature-256";
    private const string HubScheme = "sha256=";
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <param name="headers">Of the call.</param>
    /// <param name="body">Its body as it came.</param>
    /// <param name="place">Where the secret is, such as <c>env:NAME</c>.</param>
    /// <param name="now">The moment it came.</param>
    /// <returns>Name of the occasion.</returns>
    /// <exception cref="RefusedException">It is not signed, wrongly, or long ago.</exception>
    public static string Check(IHeaderDictionary headers, ReadOnlySpan<byte> body, string place, DateTimeOffset now)
    {
        var (stamp, hex) = Read(headers);
        byte[] message = stamp is null ? [.. body] : [.. Encoding.ASCII.GetBytes(stamp + "."), .. body];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(SecretAt(place)), message);
        var given = new byte[expected.Length];
        if (hex.Length != given.Length * 2 || Convert.FromHexString(hex, given, out _, out _) != System.Buffers.OperationStatus.Done || !CryptographicOperations.FixedTimeEquals(given, expected))
        {
            throw Refuse("The signature is not right", "The signature is not that of this body with this trigger's secret. Sign the bytes that are sent, unchanged.");
        }

        if (stamp is not null && (now - At(stamp)).Duration() > Window)
        {
            throw Refuse("The signature is too old", $"The call was signed more than {Window.TotalMinutes:0} minutes from now. Set the caller's clock, and sign every call afresh.");
        }

        return "signed:" + Convert.ToHexStringLower(expected);
    }

    private static (string? Stamp, string Hex) Read(IHeaderDictionary headers)
    {
        if (headers[Header].ToString() is { Length: > 0 } own)
        {
            return own.Split(',', StringSplitOptions.TrimEntries) is [['t', '=', .. var stamp], ['v', '1', '=', .. var hex]] && IsNumber(stamp)
                ? (stamp, hex)
                : throw new BadRequestException($"{Header} is not understood; write t=UNIX-SECONDS,v1=HEX.");
        }

        return headers[HubHeader].ToString() is { Length: > 0 } hub
            ? (null, hub.StartsWith(HubScheme, StringComparison.Ordinal) ? hub[HubScheme.Length..] : throw new BadRequestException($"{HubHeader} is not understood; write {HubScheme}HEX."))
            : throw Refuse("The call is not signed", $"This trigger fires for signed calls only. Send {Header} (t=UNIX-SECONDS,v1=HEX, the HMAC-SHA256 of 'UNIX-SECONDS.BODY') or {HubHeader}.");
    }

    private static bool IsNumber(string text) => text.Length is > 0 and <= 11 && text.All(char.IsAsciiDigit);

    private static DateTimeOffset At(string stamp) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(stamp, CultureInfo.InvariantCulture));

    private static string SecretAt(string place)
    {
        try
        {
            return SecretReference.Read(place) is { Length: > 0 } secret ? secret : throw new KeyNotFoundException("it is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or KeyNotFoundException or FormatException)
        {
            throw new RefusedException(503, ProblemCodes.Refused, "The trigger's secret is not there",
                $"The secret of this trigger is to be found at '{place}' of the server, and cannot be read there. Ask the server's operator to put it there; then call again.");
        }
    }

    private static RefusedException Refuse(string title, string message) => new(401, ProblemCodes.Unauthorized, title, message);
}
