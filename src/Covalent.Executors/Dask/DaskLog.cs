using Microsoft.Extensions.Logging;

namespace Covalent.Executors.Dask;

internal static partial class DaskLog
{
    [LoggerMessage(EventId = 4401, Level = LogLevel.Information, Message = "Connected to the Dask scheduler at {Address}: distributed {Version}, {Workers} worker(s), through {Python}")]
    public static partial void Connected(ILogger logger, string address, string version, int workers, string python);

    [LoggerMessage(EventId = 4402, Level = LogLevel.Warning, Message = "{Reason}")]
    public static partial void Lost(ILogger logger, string reason);

    [LoggerMessage(EventId = 4403, Level = LogLevel.Information, Message = "Bundle {Bundle} is ready on Dask worker {Worker}")]
    public static partial void Placed(ILogger logger, string bundle, string worker);

    [LoggerMessage(EventId = 4404, Level = LogLevel.Warning, Message = "Bundle {Bundle} could not be brought to Dask worker {Worker}: {Reason}")]
    public static partial void NotPlaced(ILogger logger, string bundle, string worker, string reason);

    [LoggerMessage(EventId = 4405, Level = LogLevel.Warning, Message = "The Dask scheduler at {Address} is not the one that took {Count} job(s); it was restarted and has forgotten them")]
    public static partial void Forgotten(ILogger logger, string address, int count);

    [LoggerMessage(EventId = 4406, Level = LogLevel.Debug, Message = "Dask bridge: {Text}")]
    public static partial void Note(ILogger logger, string text);

    [LoggerMessage(EventId = 4407, Level = LogLevel.Warning, Message = "Client and scheduler run different Python versions ({Client} and {Scheduler}); if tasks fail oddly, name a fitting interpreter by python_path")]
    public static partial void PythonDiffers(ILogger logger, string client, string scheduler);

    [LoggerMessage(EventId = 4408, Level = LogLevel.Warning, Message = "The data of job {Job} could not be brought to Dask worker {Worker}: {Reason}")]
    public static partial void NotBrought(ILogger logger, string job, string worker, string reason);
}
