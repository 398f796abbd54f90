using System.Reflection;
using System.Text.RegularExpressions;
using Covalent.Cli.Tests.Setup;
using Covalent.Core.Client.Http;
using Covalent.Executors.Dask;
using Covalent.Quantum;

namespace Covalent.Cli.Tests.Commands;

/// <summary>One table of exit codes: what the programs use is what the guide tells.</summary>
public sealed partial class ExitCodeTests
{
    [Fact]
    public async Task TheGuide_ListsExactlyTheCodesThereAre()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Installation.Repository, "docs", "guides", "cli.md"), TestContext.Current.CancellationToken);
        var table = guide[guide.IndexOf("## Exit codes", StringComparison.Ordinal)..];
        var told = Row().Matches(table[..table.IndexOf("\n## ", 5, StringComparison.Ordinal)]).Select(static row => int.Parse(row.Groups[1].ValueSpan));
        var used = typeof(ExitCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (int)field.GetRawConstantValue()!);
        Assert.Equal(used.Order(), told);
    }

    public static TheoryData<int, Exception> KnownFailures => new()
    {
        { ExitCodes.Refused, new ServerRefusedException("", 401, ProblemCodes.Unauthorized) },
        { ExitCodes.Refused, new ServerRefusedException("", 403, ProblemCodes.Forbidden) },
        { ExitCodes.Unavailable, new ServerRefusedException("", 507, ProblemCodes.NoRoom, isTransient: true) },
        { ExitCodes.Failure, new ServerRefusedException("", 422, ProblemCodes.InvalidRequest) },
        { ExitCodes.Unavailable, new ServerUnreachableException(new Uri("http://localhost"), "") },
        { ExitCodes.Unavailable, new DaskException(DaskFault.Unreachable, "") },
        { ExitCodes.Failure, new DaskException(DaskFault.NoPython, "") },
        { ExitCodes.NotFound, new DispatchNotFoundException("x", "") },
        { ExitCodes.NotFound, new TriggerNotFoundException("x", "") },
        { ExitCodes.Cancelled, new OperationCanceledException() },
        { ExitCodes.Input, new IOException() },
        { ExitCodes.NotSupported, new DeviceException("", "") },
        { ExitCodes.NotYet, new CommandException(ExitCodes.NotYet, "") },
    };

    [Theory]
    [MemberData(nameof(KnownFailures), DisableDiscoveryEnumeration = true)]
    public void AFailure_HasItsCode(int code, Exception failure) => Assert.Equal(code, Failures.ExitCodeOf(failure));

    [GeneratedRegex(@"^\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
