using System.Globalization;
using Covalent.Server.Security;

namespace Covalent.Server.Hosting;

/// <summary><c>covalent-server token add|list|remove</c>: who may call the server.</summary>
internal static class TokenCommand
{
    private const string Usage = "Usage: covalent-server token add NAME [--scopes read,submit,cancel] [--days N] | token list | token remove NAME, each with [--data DIR]";

    /// <exception cref="ArgumentException">The command line makes no sense.</exception>
    public static int Run(IReadOnlyList<string> arguments, CovalentConfiguration configuration, TimeProvider clock)
    {
        var words = new List<string>();
        var options = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is "--scopes" or "--data" or "--days")
            {
                options[arguments[i]] = i + 1 < arguments.Count ? arguments[++i] : throw new ArgumentException($"Option '{arguments[i]}' needs a value. {Usage}");
            }
            else
            {
                words.Add(arguments[i]);
            }
        }

        var store = new TokenStore(options.GetValueOrDefault("--data") is { } data ? Path.GetFullPath(data) : configuration.DataFolder, clock);
        return words switch
        {
            ["add", var name] => Add(store, name, options, clock),
            ["list"] => List(store),
            ["remove", var name] => Remove(store, name),
            _ => throw new ArgumentException(Usage),
        };
    }

    private static int Add(TokenStore store, string name, Dictionary<string, string> options, TimeProvider clock)
    {
        DateTimeOffset? expires = options.GetValueOrDefault("--days") is not { } days ? null
            : int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? clock.GetUtcNow().AddDays(number)
            : throw new ArgumentException($"'{days}' is not a number of days. {Usage}");
        var token = store.Add(name, options.GetValueOrDefault("--scopes") ?? "read,submit,cancel", expires);
        Console.Error.WriteLine($"Token for '{name}'. It is shown this once only:");
        Console.Out.WriteLine(token);
        return 0;
    }

    private static int List(TokenStore store)
    {
        foreach (var token in store.List())
        {
            Console.Out.WriteLine($"{token.Name}\t{token.Scopes}\t{token.Created:u}\t{(token.Expires is { } end ? end.ToString("u", CultureInfo.InvariantCulture) : "never")}");
        }

        return 0;
    }

    private static int Remove(TokenStore store, string name)
    {
        if (store.Remove(name))
        {
            Console.Error.WriteLine($"Removed the token of '{name}'.");
            return 0;
        }

        Console.Error.WriteLine($"There is no token named '{name}'; 'token list' shows those there are.");
        return ExitCodes.NotFound;
    }
}
