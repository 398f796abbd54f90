using Covalent.Core.Client.Http;
using Covalent.Core.Files;
using Covalent.Server.Hosting;

namespace Covalent.Server.Api;

/// <summary>Keeps what clients send from filling the disk: bounds what is on its way together, and leaves room for the dispatches that run. Thread-safe.</summary>
internal sealed class DiskQuota
{
    public const string QuotaKey = "dispatcher.uploads_quota";
    public const string ReserveKey = "dispatcher.disk_reserve";
    public const string AgeKey = "dispatcher.uploads_kept";

    private const int PartOfTheDisk = 4;
    private const int PartInReserve = 20;
    private const long LargestUsualReserve = 1L << 30;
    private readonly ServerOptions _options;
    private long _held;

    public DiskQuota(ServerOptions options)
    {
        _options = options;
        _held = OwnFiles.In(FolderIn(options.DataFolder)).Sum(static file => file.Length);
    }

    /// <summary>Bytes on their way now: unfinished uploads, submissions that wait, bodies and imports that arrive.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Most of them at once.</summary>
    public long Most => _options.UploadsQuota ?? (Drive.AvailableFreeSpace + Held) / PartOfTheDisk;

    /// <summary>Bytes of the disk that nothing is taken in on.</summary>
    public long Reserve => _options.DiskReserve ?? Math.Min(Drive.TotalSize / PartInReserve, LargestUsualReserve);

    private DriveInfo Drive => new(_options.DataFolder);

    public static string FolderIn(string dataFolder) => Path.Combine(dataFolder, "uploads");

    /// <summary>Turns away at once what cannot fit.</summary>
    /// <param name="bytes">How much was announced.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <param name="instead">Of what is held, how much makes room for it.</param>
    public void Demand(long bytes, string what, long instead = 0)
    {
        if (bytes > Most)
        {
            throw new RefusedException(413, ProblemCodes.TooLarge, "There is no room for that much",
                $"{what} has {bytes:N0} bytes; all uploads together may take {Most:N0} here. Send less, or ask the server's operator to raise {QuotaKey} or to make space.");
        }

        Check(bytes - instead);
        DemandSpace(bytes - instead);
    }

    /// <summary>Turns away what would leave too little for the dispatches that run.</summary>
    public void DemandSpace(long bytes)
    {
        if (Drive.AvailableFreeSpace is var free && free - bytes < Reserve)
        {
            throw Full($"{free:N0} bytes are free on the server's disk, and {Reserve:N0} are kept for dispatches that run ({ReserveKey}). Ask the server's operator to make space; then try again.");
        }
    }

    /// <summary>Takes room for bytes that arrive.</summary>
    public void Take(long bytes)
    {
        Check(bytes);
        DemandSpace(bytes);
        Interlocked.Add(ref _held, bytes);
    }

    /// <summary>Gives room back: what it was for is stored, or gone.</summary>
    public void Free(long bytes) => Interlocked.Add(ref _held, -bytes);

    /// <summary>Room for a body while it arrives.</summary>
    public Hold Open() => new(this);

    private void Check(long bytes)
    {
        if (Held + bytes > Most)
        {
            throw Full($"Uploads and submissions on their way take {Held:N0} of the {Most:N0} bytes they may take together ({QuotaKey}). Try again later: those nobody goes on with are thrown away after {_options.UploadsKept.TotalHours:0.#} hours ({AgeKey}).");
        }
    }

    private static TransientRefusal Full(string message) => new(507, ProblemCodes.NoRoom, "There is no room now", message);

    /// <summary>What one request has taken; given back at its end.</summary>
    internal sealed class Hold(DiskQuota quota) : IDisposable
    {
        private long _bytes;

        public void Add(long bytes)
        {
            quota.Take(bytes);
            _bytes += bytes;
        }

        public void Dispose()
        {
            quota.Free(_bytes);
            _bytes = 0;
        }
    }
}
