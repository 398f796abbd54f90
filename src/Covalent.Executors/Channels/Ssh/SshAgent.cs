using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Covalent.Executors.Channels.Ssh;

/// <summary>A key held by the user's SSH agent.</summary>
/// <param name="Blob">Public key or certificate in wire form.</param>
/// <param name="Comment">What the agent calls it.</param>
internal sealed record SshAgentKey(byte[] Blob, string Comment)
{
    /// <summary>Key type, such as <c>ssh-ed25519</c>.</summary>
    public string Type => Encoding.ASCII.GetString(Blob, 4, BinaryPrimitives.ReadInt32BigEndian(Blob));
}

/// <summary>Speaks to the SSH agent behind <c>SSH_AUTH_SOCK</c>: lists keys and signs with them. Private keys never leave the agent.</summary>
internal sealed class SshAgent(string socketPath)
{
    private const byte RequestIdentities = 11;
    private const byte IdentitiesAnswer = 12;
    private const byte SignRequest = 13;
    private const byte SignResponse = 14;
    private const int LongestAnswer = 1 << 20;

    /// <summary>The agent of this process's environment; null when there is none.</summary>
    public static SshAgent? FromEnvironment() =>
        Environment.GetEnvironmentVariable("SSH_AUTH_SOCK") is { Length: > 0 } path && File.Exists(path) ? new SshAgent(path) : null;

    /// <summary>The keys the agent holds.</summary>
    public IReadOnlyList<SshAgentKey> Keys()
    {
        var answer = new AgentMessage(Ask([RequestIdentities], IdentitiesAnswer));
        int count = answer.Int32();
        var keys = new List<SshAgentKey>();
        for (int i = 0; i < count; i++)
        {
            byte[] blob = answer.Block();
            string comment = Encoding.UTF8.GetString(answer.Block());
            if (blob.Length > 4 && BinaryPrimitives.ReadInt32BigEndian(blob) is var length && length > 0 && length <= blob.Length - 4)
            {
                keys.Add(new SshAgentKey(blob, comment));
            }
        }

        return keys;
    }

    /// <summary>A signature in wire form.</summary>
    /// <param name="key">A key from <see cref="Keys"/>.</param>
    /// <param name="data">What to sign.</param>
    /// <param name="flags">2 for rsa-sha2-256, 4 for rsa-sha2-512, else 0.</param>
    public byte[] Sign(SshAgentKey key, byte[] data, int flags)
    {
        using var request = new MemoryStream();
        request.WriteByte(SignRequest);
        WriteBlock(request, key.Blob);
        WriteBlock(request, data);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, flags);
        request.Write(number);
        return new AgentMessage(Ask(request.ToArray(), SignResponse)).Block();
    }

    private byte[] Ask(byte[] request, byte expected)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 30_000, SendTimeout = 30_000 };
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        using var stream = new NetworkStream(socket);
        WriteBlock(stream, request);
        byte[] head = new byte[5];
        stream.ReadExactly(head);
        int length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (head[4] != expected || length is < 1 or > LongestAnswer)
        {
            throw new IOException($"the SSH agent at {socketPath} refused the request (answer {head[4]})");
        }

        byte[] body = new byte[length - 1];
        stream.ReadExactly(body);
        return body;
    }

    private static void WriteBlock(Stream stream, byte[] block)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
        stream.Write(length);
        stream.Write(block);
    }

    /// <summary>Reads an answer; a length that does not fit is an <see cref="IOException"/>.</summary>
    private sealed class AgentMessage(byte[] body)
    {
        private int _at;

        public int Int32()
        {
            int value = _at <= body.Length - 4 ? BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(_at)) : throw Malformed();
            _at += 4;
            return value;
        }

        public byte[] Block()
        {
            int length = Int32();
            if (length < 0 || length > body.Length - _at)
            {
                throw Malformed();
            }

            byte[] block = body.AsSpan(_at, length).ToArray();
            _at += length;
            return block;
        }

        private static IOException Malformed() => new("the SSH agent's answer is cut short");
    }
}
