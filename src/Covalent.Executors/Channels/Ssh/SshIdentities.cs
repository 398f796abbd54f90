using Renci.SshNet;
using Renci.SshNet.Common;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Collects the keys to offer to a server.</summary>
internal static class SshIdentities
{
    private static readonly string[] UsualFiles = ["~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa"];

    /// <summary>The named keys, or the agent's and the usual files when none is named.</summary>
    /// <exception cref="ChannelException">A named key cannot be used, or there is no key at all.</exception>
    public static IReadOnlyList<IPrivateKeySource> Load(SshEndpoint endpoint)
    {
        var keys = new List<IPrivateKeySource>();
        bool named = endpoint.KeyFiles.Count > 0;
        keys.AddRange(endpoint.KeyFiles.Select((path, i) => LoadNamed(endpoint, LocalPath.Expand(path), i == 0 ? endpoint.CertificateFile : null)));
        if (endpoint.UseAgent || !named)
        {
            keys.AddRange(FromAgent(endpoint));
        }

        if (!named)
        {
            keys.AddRange(UsualFiles.Select(LocalPath.Expand).Where(File.Exists).Select(path => TryLoadUsual(endpoint, path)).OfType<PrivateKeyFile>());
        }

        return keys.Count > 0 ? keys : throw new ChannelException(endpoint.Destination, ChannelFault.Identity,
            $"{endpoint.Destination}: there is no key to log in with: ssh_key_file is not set, no SSH agent offers one (SSH_AUTH_SOCK), and none of {string.Join(", ", UsualFiles)} can be used. Set ssh_key_file.");
    }

    private static IPrivateKeySource LoadNamed(SshEndpoint endpoint, string file, string? certificate)
    {
        if (!File.Exists(file))
        {
            throw Unusable(endpoint, $"the key file {file} does not exist. Correct ssh_key_file.");
        }

        try
        {
            return Read(endpoint, file, certificate);
        }
        catch (SshPassPhraseNullOrEmptyException e)
        {
            return HeldByAgent(file) ?? throw Unusable(endpoint, $"the key {file} is protected by a passphrase. Say where it is, for example ssh_key_passphrase = \"env:MY_KEY_PASSPHRASE\", or load the key into an SSH agent and set use_agent.", e);
        }
        catch (Exception e) when (e is SshException or InvalidOperationException or NotSupportedException or FormatException or ArgumentException or System.Security.Cryptography.CryptographicException or KeyNotFoundException)
        {
            string hint = endpoint.Passphrase is null ? "Check that it is an OpenSSH or PEM private key." : $"Check the key and the passphrase in {endpoint.Passphrase}.";
            throw Unusable(endpoint, $"the key {file} cannot be used: {e.Message.TrimEnd('.')}. {hint}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(endpoint, $"the key {file} cannot be read: {e.Message.TrimEnd('.')}. Check its owner and mode.", e);
        }
    }

    /// <summary>The agent's copy of a protected key, recognised by the public key beside the file.</summary>
    private static SshAgentIdentity? HeldByAgent(string file)
    {
        string[] fields = File.Exists(file + ".pub") ? File.ReadAllText(file + ".pub").Split(' ', 3) : [];
        try
        {
            return fields.Length >= 2 && SshAgent.FromEnvironment() is { } agent && agent.Keys().FirstOrDefault(key => Convert.ToBase64String(key.Blob) == fields[1].Trim()) is { } held
                ? new SshAgentIdentity(agent, held)
                : null;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return null;
        }
    }

    private static PrivateKeyFile? TryLoadUsual(SshEndpoint endpoint, string file)
    {
        try
        {
            return Read(endpoint, file, null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return null;
        }
    }

    private static PrivateKeyFile Read(SshEndpoint endpoint, string file, string? certificate)
    {
        string? passphrase = endpoint.Passphrase is { } reference ? SecretReference.Read(reference) : null;
        string beside = file + "-cert.pub";
        string? chosen = certificate is not null ? LocalPath.Expand(certificate) : File.Exists(beside) ? beside : null;
        return chosen is null ? new PrivateKeyFile(file, passphrase) : new PrivateKeyFile(file, passphrase, chosen);
    }

    private static IEnumerable<SshAgentIdentity> FromAgent(SshEndpoint endpoint)
    {
        if (SshAgent.FromEnvironment() is not { } agent)
        {
            return endpoint.UseAgent
                ? throw Unusable(endpoint, "use_agent is set, but SSH_AUTH_SOCK names no agent. Start ssh-agent, or unset use_agent.")
                : [];
        }

        try
        {
            return [.. agent.Keys().Select(key => new SshAgentIdentity(agent, key))];
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return endpoint.UseAgent ? throw Unusable(endpoint, $"the SSH agent does not answer: {e.Message.TrimEnd('.')}. Restart it, or unset use_agent.", e) : [];
        }
    }

    private static ChannelException Unusable(SshEndpoint endpoint, string reason, Exception? inner = null) =>
        new(endpoint.Destination, ChannelFault.Identity, $"{endpoint.Destination}: {reason}", inner);
}
