using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Covalent.Server.Security;

/// <summary>The tokens of one data folder, in <c>tokens.json</c>, readable by its owner only. A running server sees changes within a second.</summary>
internal sealed class TokenStore(string dataFolder, TimeProvider clock)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private readonly string _path = Path.Combine(dataFolder, "tokens.json");
    private readonly Lock _lock = new();
    private IReadOnlyList<TokenRecord> _tokens = [];
    private (DateTime Changed, long Length) _seen;
    private long? _lookedAt;

    /// <summary>Whether there is any token.</summary>
    public bool Any => Current().Count > 0;

    public IReadOnlyList<TokenInfo> List() => [.. Current().Select(token => new TokenInfo(token.Name, token.Scopes, token.Created, token.Expires))];

    /// <summary>Who holds a token; null when it is not one of ours, or too old. Takes the same time wherever a wrong token differs.</summary>
    public (string Name, Scope Scopes)? Find(string token)
    {
        var hash = HashOf(token);
        (string, Scope)? found = null;
        foreach (var known in Current())
        {
            if (CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(known.Hash)) && (known.Expires is not { } end || end > clock.GetUtcNow()))
            {
                found = (known.Name, Scopes.Parse(known.Scopes));
            }
        }

        return found;
    }

    /// <summary>Makes a token. It cannot be read again afterwards.</summary>
    /// <exception cref="ArgumentException">The name is taken or none, or the scopes are no scopes.</exception>
    public string Add(string name, string scopes, DateTimeOffset? expires = null)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100 || name.Any(char.IsControl))
        {
            throw new ArgumentException("A token needs a name of up to 100 characters, such as that of the person it is for.", nameof(name));
        }

        var normal = Scopes.ToText(Scopes.Parse(scopes));
        lock (_lock)
        {
            var tokens = Read();
            if (tokens.Any(token => token.Name == name))
            {
                throw new ArgumentException($"There is a token named '{name}' already. Remove it first, or choose another name.", nameof(name));
            }

            var token = "cov_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            tokens.Add(new TokenRecord(name, Convert.ToHexStringLower(HashOf(token)), normal, clock.GetUtcNow(), expires));
            Write(tokens);
            return token;
        }
    }

    /// <returns>False when there is no token of the name.</returns>
    public bool Remove(string name)
    {
        lock (_lock)
        {
            var tokens = Read();
            if (tokens.RemoveAll(token => token.Name == name) == 0)
            {
                return false;
            }

            Write(tokens);
            return true;
        }
    }

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private IReadOnlyList<TokenRecord> Current()
    {
        lock (_lock)
        {
            if (_lookedAt is { } at && clock.GetElapsedTime(at) < LookAgain)
            {
                return _tokens;
            }

            _lookedAt = clock.GetTimestamp();
            var file = new FileInfo(_path);
            var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (now != _seen)
            {
                _tokens = Read();
                _seen = now;
            }

            return _tokens;
        }
    }

    private List<TokenRecord> Read()
    {
        if (!File.Exists(_path))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), SecurityJson.Default.ListTokenRecord) ?? [];
        }
        catch (JsonException e)
        {
            throw new CovalentException($"The token file '{_path}' is damaged ({e.Message}). Remove it and make the tokens anew with 'covalent token add'.", e);
        }
    }

    private void Write(List<TokenRecord> tokens)
    {
        Directory.CreateDirectory(dataFolder);
        var temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, tokens, SecurityJson.Default.ListTokenRecord);
        }

        File.Move(temporary, _path, overwrite: true);
        _lookedAt = null;
        _seen = default;
    }
}
