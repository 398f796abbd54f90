using System.CommandLine;
using Covalent.Cli.Connections;
using Covalent.Executors.Dask;
using Covalent.Quantum;

namespace Covalent.Cli;

/// <summary>Which failures people are told about in one message, and with which exit code. Others are our own mistakes and end with their trace.</summary>
internal static class Failures
{
    /// <summary>The exit code; null for a mistake of ours.</summary>
    public static int? ExitCodeOf(Exception error) => error switch
    {
        CommandException command => command.ExitCode,
        OperationCanceledException => ExitCodes.Cancelled,
        DispatchNotFoundException or TriggerNotFoundException => ExitCodes.NotFound,
        ServerRefusedException { Status: 401 or 403 } => ExitCodes.Refused,
        ServerRefusedException { IsTransient: true } => ExitCodes.Unavailable,
        DaskException { Fault: DaskFault.Unreachable or DaskFault.LinkLost } => ExitCodes.Unavailable,
        OpenQasmException or ConfigurationException => ExitCodes.Input,
        DeviceException => ExitCodes.NotSupported,
        StorageException or ServerUnreachableException => ExitCodes.Unavailable,
        IOException or UnauthorizedAccessException => ExitCodes.Input,
        CovalentException or ArgumentException or InvalidOperationException => ExitCodes.Failure,
        _ => null,
    };

    public static string MessageOf(Exception error, ParseResult parsed, CommandHost host) => error switch
    {
        ServerRefusedException { Status: 401 or 403 } refused => TokenAdvice.Of(refused, host, parsed),
        ServerUnreachableException unreachable when parsed.GetResult("--server") is not null =>
            $"The server at {unreachable.Address}, named with --server, cannot be reached: {unreachable.Reason} Correct the address, or start a server there.",
        FileNotFoundException { FileName: { } file } => $"There is no file {file}. Correct the path.",
        DirectoryNotFoundException => $"{error.Message} Make the folder first, or name another.",
        UnauthorizedAccessException => $"{error.Message} Choose another path, or work as a user who may use it.",
        OperationCanceledException => "Cancelled.",
        ArgumentException { ParamName: { } name } argument => argument.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
        _ => error.Message,
    };
}
