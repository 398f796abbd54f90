using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Covalent.Core.Execution;

namespace Covalent.Worker.Tests.Feeding;

/// <summary>Hands out jobs, as a Dask worker does.</summary>
internal sealed class Feeder : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private NetworkStream? _channel;

    public Feeder()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("covalent-feed-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "s");

    private NetworkStream Channel => _channel ??= Accept();

    public async Task<byte[]> PackageAsync<T>(Func<Node<T>> lattice, ElectronOptions? options = null)
    {
        var file = System.IO.Path.Combine(Folder, "package");
        await WorkerRun.Package(lattice, options).WriteToFileAsync(file);
        return await File.ReadAllBytesAsync(file);
    }

    public void Hand(int number, byte[] package)
    {
        Channel.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"run\t{number}\t{Folder}\t{package.Length}\n")));
        Channel.Write(package);
    }

    /// <summary>The next line; null when there will be no more.</summary>
    public string? Line()
    {
        var line = new StringBuilder();
        for (var next = Channel.ReadByte(); next != '\n'; next = Channel.ReadByte())
        {
            if (next < 0)
            {
                return null;
            }

            line.Append((char)next);
        }

        return line.ToString();
    }

    /// <summary>The outcome that a line announced.</summary>
    public TaskOutcome Outcome(string? line)
    {
        var fields = line!.Split('\t');
        Assert.Equal("ended", fields[0]);
        var outcome = new byte[int.Parse(fields[1], CultureInfo.InvariantCulture)];
        Channel.ReadExactly(outcome);
        return OutcomeCodec.Read(outcome).Outcome;
    }

    public void Dispose()
    {
        _channel?.Dispose();
        _listener.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private NetworkStream Accept()
    {
        Assert.True(_listener.Poll(TimeSpan.FromMinutes(5), SelectMode.SelectRead), "The worker did not come.");
        var guest = _listener.Accept();
        guest.ReceiveTimeout = 300_000;
        return new NetworkStream(guest, ownsSocket: true);
    }
}
