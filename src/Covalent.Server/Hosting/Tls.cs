using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Covalent.Server.Hosting;

/// <summary>HTTPS, where a certificate is given: by option, or in the standard <c>Kestrel</c> settings of the environment or of <c>kestrel.json</c> in
/// the data folder.</summary>
internal static class Tls
{
    private const string Variable = "Kestrel__Certificates__Default__Path";

    public static bool IsWanted(ServerOptions options) => options.CertificatePath is not null || UsesStandardSettings(options);

    public static void Prepare(ServerOptions options, WebApplicationBuilder builder)
    {
        if (!IsWanted(options))
        {
            return;
        }

        builder.WebHost.UseKestrelHttpsConfiguration();
        if (UsesStandardSettings(options))
        {
            builder.Configuration.AddJsonFile(SettingsFile(options), optional: true).AddEnvironmentVariables();
            builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Configure(builder.Configuration.GetSection("Kestrel")));
        }
    }

    public static void Use(ServerOptions options, ListenOptions listen)
    {
        if (options.CertificatePath is { } path)
        {
            listen.UseHttps(Load(path, options.CertificateKeyPath));
        }
        else if (UsesStandardSettings(options))
        {
            listen.UseHttps();
        }
    }

    private static bool UsesStandardSettings(ServerOptions options) =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || File.Exists(SettingsFile(options));

    private static string SettingsFile(ServerOptions options) => Path.Combine(options.DataFolder, "kestrel.json");

    private static X509Certificate2 Load(string path, string? keyPath)
    {
        try
        {
            return Path.GetExtension(path) is ".pfx" or ".p12"
                ? X509CertificateLoader.LoadPkcs12FromFile(path, Environment.GetEnvironmentVariable("COVALENT_SERVER_CERTIFICATE_PASSWORD"))
                : X509Certificate2.CreateFromPemFile(path, keyPath);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CovalentException($"The certificate '{path}' cannot be used: {e.Message} Give a PEM file with --certificate and its key with --certificate-key, or a .pfx file.", e);
        }
    }
}
