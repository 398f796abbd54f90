using System.Globalization;

namespace Covalent.Benchmarks.Remote;

/// <summary>Watches how many TCP connections to a port of this machine are open at once.</summary>
internal sealed class OpenConnections : IDisposable
{
    private const string Established = "01";
    private readonly string _remotePort;
    private readonly ITimer _timer;

    public OpenConnections(int port)
    {
        _remotePort = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        _timer = TimeProvider.System.CreateTimer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
    }

    public int Most { get; private set; }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // Columns: number, local address, remote address, state.
        var open = File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6")).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields[2].EndsWith(_remotePort, StringComparison.Ordinal) && fields[3] == Established);
        Most = Math.Max(Most, open);
    }
}
