using Renci.SshNet;
using Renci.SshNet.Security;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>Offers an agent's key to a server; the agent signs.</summary>
internal sealed class SshAgentIdentity(SshAgent agent, SshAgentKey key) : IPrivateKeySource
{
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } = [.. AlgorithmsOf(key.Type).Select(a => new AgentAlgorithm(agent, key, a.Name, a.Flags))];

    private static (string Name, int Flags)[] AlgorithmsOf(string type) => type switch
    {
        "ssh-rsa" => [("rsa-sha2-512", 4), ("rsa-sha2-256", 2)],
        "ssh-rsa-cert-v01@openssh.com" => [("rsa-sha2-512-cert-v01@openssh.com", 4), ("rsa-sha2-256-cert-v01@openssh.com", 2)],
        _ => [(type, 0)],
    };

    private sealed class AgentAlgorithm(SshAgent agent, SshAgentKey key, string name, int flags) : HostAlgorithm(name)
    {
        public override byte[] Data => key.Blob;

        public override byte[] Sign(byte[] data) => agent.Sign(key, data, flags);

        // Used for servers' signatures only; an agent's key is never a host's.
        public override bool VerifySignature(byte[] data, byte[] signature) => false;
    }
}
