namespace Covalent.Core.Configuration;

/// <summary>Keeps passwords and tokens out of whatever is shown, logged or thrown.</summary>
internal static class Secrets
{
    public const string Hidden = "***";

    private static readonly string[] Words = ["token", "password", "passwd", "secret", "passphrase", "authorization", "api_key", "apikey", "api-key"];

    public static bool IsSecretName(string name) => Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    public static bool IsSecretPath(KeyPath path) => path.Parts.Any(IsSecretName);

    /// <summary>An address may carry a password between scheme and host: <c>postgres://me:password@host</c>, or as <c>Password=…;</c>.</summary>
    public static bool HoldsCredentials(object? value) => value is string text && (CredentialsInAddress(text) || Words.Any(w => text.Contains(w + "=", StringComparison.OrdinalIgnoreCase)));

    private static bool CredentialsInAddress(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return false;
        }
        var rest = text.AsSpan(scheme + 3);
        var at = rest.IndexOf('@');
        return at > 0 && rest[..at].Contains(':');
    }
}
