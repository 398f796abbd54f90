namespace Covalent.Core.Client.Http;

/// <summary>The server that the configuration names.</summary>
internal static class ConfiguredServer
{
    /// <returns>Null when none is named, so that dispatches run inside the program.</returns>
    /// <exception cref="CovalentException">What is named cannot be an address, or the token's file cannot be read.</exception>
    public static HttpDispatcherClientOptions? Find(CovalentConfiguration configuration) => configuration.IsSet("dispatcher.address")
        ? new HttpDispatcherClientOptions(AddressOf(configuration))
        {
            Token = TokenOf(configuration),
            Headers = configuration.GetTable("sdk.extra_headers").ToDictionary(header => header.Key, header => header.Value.ToString() ?? ""),
            BundleFolder = configuration.GetPath("sdk.dispatch_cache_dir")!,
        }
        : null;

    /// <summary>The configured address, whether set or defaulted.</summary>
    public static Uri AddressOf(CovalentConfiguration configuration)
    {
        var address = configuration.GetText("dispatcher.address")!;
        var text = address.Contains("://", StringComparison.Ordinal) ? address : $"http://{Host(address)}:{configuration.GetInteger("dispatcher.port")}";
        return Uri.TryCreate(text.TrimEnd('/') + configuration.GetText("dispatcher.base_endpoint"), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new CovalentException($"dispatcher.address is '{address}', which is no host and no address. Write a host such as 'localhost', or a whole address such as 'https://host:48008'.");
    }

    /// <summary>The configured token; null when there is none.</summary>
    public static string? TokenOf(CovalentConfiguration configuration)
    {
        if (configuration.GetText("sdk.token") is { Length: > 0 } token)
        {
            return token;
        }

        if (configuration.GetPath("sdk.token_file") is not { } path)
        {
            return null;
        }

        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CovalentException($"The token file '{path}' (sdk.token_file) cannot be read: {e.Message} Correct the path, or set COVALENT_SDK__TOKEN.", e);
        }
    }

    // An IPv6 address needs its brackets before a port.
    private static string Host(string address) => address.Contains(':', StringComparison.Ordinal) && address[0] != '[' ? $"[{address}]" : address;
}
