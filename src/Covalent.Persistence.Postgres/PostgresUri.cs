using System.Globalization;
using Npgsql;

namespace Covalent.Persistence.Postgres;

/// <summary>Reads <c>postgres://user:password@host:port/database?key=value</c>, as hosting platforms hand it out.</summary>
internal static class PostgresUri
{
    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        var uri = new Uri(text);
        var login = uri.UserInfo.Split(':', 2);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Username = Uri.UnescapeDataString(login[0]),
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
        };
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            Set(settings, option.Split('=', 2));
        }

        return settings;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string[] option)
    {
        var value = option.Length > 1 ? Uri.UnescapeDataString(option[1]) : "";
        switch (option[0])
        {
            case "sslmode":
                settings.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                break;
            case "connect_timeout":
                settings.Timeout = int.Parse(value, CultureInfo.InvariantCulture);
                break;
            case "schema" or "currentSchema":
                settings.SearchPath = value;
                break;
            case "application_name":
                break;
            default:
                settings[option[0]] = value;
                break;
        }
    }
}
