using System.Numerics;
using System.Text;
using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Python functions as electrons, in this process and in worker processes.</summary>
[Trait("Checklist", "65")]
public sealed class PythonLeptonTests
{
    private const string File = "Leptons/lepton_tasks.py";

    public static TheoryData<string> Modes => new(LocalExecutor.InProcess, LocalExecutor.Process);

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Call_ByPositionAndName_ComesBackTyped(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var outcome = await rig.RunAsync(() => Python<int>(Plain("add"), 1, Named("c", 1000)));
        Assert.Equal(1011, ExecutorRig.Value<int>(Completed(outcome)));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Output_OfPython_IsTheTasksOutput(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var outcome = Completed(await rig.RunAsync(() => Python<string>(Plain("shout"), "héllo")));
        Assert.Equal("HÉLLO", ExecutorRig.Value<string>(outcome));
        Assert.Equal("said: héllo\n", Encoding.UTF8.GetString(outcome.Stdout.Span));
        Assert.Equal("whispered: héllo\n", Encoding.UTF8.GetString(outcome.Stderr.Span));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Exception_ComesBackWithItsTraceback(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var failure = (await rig.RunAsync(() => Python<int>(Plain("fail"), 2))).Failure!;
        Assert.Equal((FailureKind.UserCode, "ValueError", "no more depth"), (failure.Kind, failure.Type, failure.Message));
        Assert.Equal(3, failure.StackTrace.Split("in fail").Length - 1);
        Assert.DoesNotContain("runner.py", failure.StackTrace, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Arrays_PassFromTaskToTaskAsNumPyArrays(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var outcomes = await rig.RunAllAsync(() =>
        {
            var grid = Electron(() => LeptonTasks.Grid(3, 4));
            var doubled = Python<double[,]>(Numpy("numpy_double"), grid);
            return Electron(() => LeptonTasks.Sum(doubled));
        });
        Assert.Equal(2.0 * (11 * 12 / 2), ExecutorRig.Value<double>(Completed(outcomes[^1])));
    }

    [Fact]
    public async Task Array_InNumPy_IsAnOrdinaryWritableArray()
    {
        await using var rig = await OpenAsync();
        Assert.Equal("True float64 (2, 3) True", await ValueAsync<string>(rig, "numpy_kind", Pythons.Numpy, new double[2, 3]));
        Assert.Equal("True complex128 (2,) True", await ValueAsync<string>(rig, "numpy_kind", Pythons.Numpy, new Complex[2]));
        Assert.Equal("True int32 (0,) True", await ValueAsync<string>(rig, "numpy_kind", Pythons.Numpy, Array.Empty<int>()));
        var doubled = await ValueAsync<int[]>(rig, "numpy_doubled_in_place", Pythons.Numpy, new[] { 1, 2 });
        Assert.Equal(new[] { 2, 4 }, doubled);
    }

    [Fact]
    public async Task Values_OfManyTypes_SurviveTheRoundTrip()
    {
        await using var rig = await OpenAsync();
        await EchoesAsync(rig, "text \"with\" ünïcode\n");
        await EchoesAsync(rig, long.MinValue);
        await EchoesAsync(rig, double.NaN);
        await EchoesAsync(rig, double.NegativeInfinity);
        await EchoesAsync(rig, 0.1 + 0.2);
        await EchoesAsync(rig, new Complex(1, -2));
        await EchoesAsync(rig, new byte[] { 0, 1, 255 });
        await EchoesAsync(rig, new List<double> { 1, double.NaN, 3 });
        await EchoesAsync(rig, new List<string> { "a", "b" });
        await EchoesAsync(rig, (1, "two", 3.5));
        await EchoesAsync(rig, new Dictionary<string, double> { ["a"] = 1.5, ["b"] = double.PositiveInfinity });
        await EchoesAsync(rig, new Dictionary<int, string> { [1] = "one" });
        await EchoesAsync(rig, new LeptonPerson("Ada", 36));
        await EchoesAsync(rig, DateTimeKind.Utc);
        await EchoesAsync(rig, new bool[,] { { true, false } });
        await EchoesAsync(rig, new Complex[] { new(1, 2), new(3, 4) });
        await EchoesAsync<int?>(rig, 5);
        await EchoesAsync(rig, ulong.MaxValue);
        await EchoesAsync(rig, 1.2345678901234567890123456789m);
        await EchoesAsync(rig, decimal.MinValue);
        await EchoesAsync(rig, new List<decimal> { 0.1m, 79228162514264337593543950335m });
        await EchoesAsync(rig, new DateTime(2026, 2, 28, 23, 59, 59, 123, DateTimeKind.Utc));
        await EchoesAsync(rig, new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.FromHours(1) - TimeSpan.FromHours(1)));
        await EchoesAsync(rig, Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"));
        await EchoesAsync(rig, "\0\u0001日本😀\u2028");
        await EchoesAsync(rig, new Dictionary<string, List<Dictionary<string, double>>> { ["日"] = [new() { ["x"] = double.NaN }, []] });
        await EchoesAsync(rig, Array.Empty<byte>());
    }

    [Fact]
    public async Task Decimal_IsPythonsOwn_AndTooManyDigitsAreRefused()
    {
        await using var rig = await OpenAsync();
        Assert.Equal("Decimal", await ValueAsync<string>(rig, "type_name", Pythons.Plain, 1.5m));
        Assert.Equal(0.1m, await ValueAsync<decimal>(rig, "echo", Pythons.Plain, 0.1));
        Assert.Contains("no decimal number of C#", (await rig.FailureAsync(() => Python<decimal>(Plain("echo"), double.PositiveInfinity))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatPrintsALot_IsNotHeldUp()
    {
        await using var rig = await OpenAsync();
        var outcome = Completed(await rig.RunAsync(() => Python<int>(Plain("print_lines"), 200_000)));
        Assert.Equal(200_000, ExecutorRig.Value<int>(outcome));
        Assert.EndsWith("line 199999\n", System.Text.Encoding.UTF8.GetString(outcome.Stdout.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WithThreadsAndForksLeftBehind_EndsAllTheSame()
    {
        await using var rig = await OpenAsync();
        Assert.Equal(5, ExecutorRig.Value<int>(Completed(await rig.RunAsync(() => Python<int>(Plain("leave_threads_and_forks"), 5)))));
    }

    [Fact]
    public async Task Arrays_WithoutNumPy_AreArraysAndMemoryViews()
    {
        await using var rig = await OpenAsync();
        if (Pythons.Has("python3", "numpy"))
        {
            Assert.Skip("The python3 in PATH has numpy.");
        }

        Assert.Equal(6, await ValueAsync<double>(rig, "total", "python3", new double[] { 1, 2, 3 }));
        Assert.StartsWith("memoryview", await ValueAsync<string>(rig, "describe", "python3", new double[2, 2]), StringComparison.Ordinal);
        Assert.Equal(new double[,] { { 0, 1, 2 }, { 3, 4, 5 } }, await ValueAsync<double[,]>(rig, "matrix", "python3", 2, 3));
        Assert.Equal(new float[,] { { 1, 2 } }, await ValueAsync<float[,]>(rig, "echo", "python3", new float[,] { { 1, 2 } }));
    }

    [Fact]
    public async Task Results_OfPythonsOwnKinds_BecomeTheDeclaredTypes()
    {
        await using var rig = await OpenAsync();
        Assert.Equal(new LeptonPerson("Ada", 36), await ValueAsync<LeptonPerson>(rig, "person", Pythons.Plain, "Ada", 36));
        Assert.Equal(("two", 2), await ValueAsync<(string, int)>(rig, "pair", Pythons.Plain));
        Assert.Equal(new Dictionary<string, int> { ["a"] = 2, ["b"] = 1 }, await ValueAsync<Dictionary<string, int>>(rig, "count_words", Pythons.Plain, "a b a"));
        Assert.Equal(8, await ValueAsync<int>(rig, "later", Pythons.Plain, 7));
        Assert.Null(await ValueAsync<string>(rig, "nothing", Pythons.Plain));
        var (points, labels) = await ValueAsync<(double[,], long[])>(rig, "numpy_split", Pythons.Numpy, 3);
        Assert.Equal((5.0, 2L), (points[2, 1], labels[2]));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Object_OfPython_TravelsOpaqueToTheNextElectron(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var outcomes = await rig.RunAllAsync(() =>
        {
            var model = Python<PythonObject>(Plain("train"), 21);
            return Python<int>(Plain("weigh"), model, 2);
        });
        Assert.Equal(42, ExecutorRig.Value<int>(Completed(outcomes[1])));
        Assert.Equal(PayloadCodecs.Pickle, outcomes[0].Result.Codec);
        var seen = ExecutorRig.Value<PythonObject>(outcomes[0]);
        Assert.Equal(("lepton_tasks.Model", "Model(weight=21)"), (seen.TypeName, seen.Preview));
        Assert.Matches(@"^3\.\d+", seen.PythonVersion);
        var header = Payload.FromBody(outcomes[0].Result.Codec, "", outcomes[0].ResultHead, outcomes[0].Result.Bytes);
        Assert.Equal(("python/pickle", "lepton_tasks.Model"), (header.Header.Codec, header.Header.Type));
        Assert.Contains("Model(weight=21)", header.Preview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Object_WithinAList_TravelsToo()
    {
        await using var rig = await OpenAsync();
        var outcomes = await rig.RunAllAsync(() =>
        {
            List<Node<PythonObject>> models = [Python<PythonObject>(Plain("train"), 1), Python<PythonObject>(Plain("train"), 2)];
            return Python<string>(Plain("describe"), models);
        });
        Assert.Equal("list [Model(weight=1), Model(weight=2)]", ExecutorRig.Value<string>(Completed(outcomes[^1])));
    }

    [Fact]
    public async Task Result_ThatDoesNotFit_IsRefusedByName()
    {
        await using var rig = await OpenAsync();
        var plain = (await rig.RunAsync(() => Python<string>(Plain("unjsonable")))).Failure!;
        Assert.Equal(FailureKind.Payload, plain.Kind);
        Assert.Contains("lepton_tasks.Model has no JSON form; declare PythonObject", plain.Message, StringComparison.Ordinal);
        var array = (await rig.RunAsync(() => Python<double[]>(Numpy("numpy_double"), new double[2, 2]))).Failure!;
        Assert.Contains("2 dimensions was returned where 1 are declared", array.Message, StringComparison.Ordinal);
        var count = (await rig.RunAsync(() => Python<(string, int, int)>(Plain("pair")))).Failure!;
        Assert.Contains("2 values were returned where 3 are declared", count.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Interpreter_ThatIsNotThere_IsOneClearError(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var failure = (await rig.RunAsync(() => Python<int>(new PythonFunction(File, "add") { Interpreter = "/no/such/python" }, 1))).Failure!;
        Assert.Contains($"The Python interpreter '/no/such/python' was not found on {Environment.MachineName}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Install Python 3.8 or newer", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Module_ThatIsNotThere_IsOneClearError()
    {
        await using var rig = await OpenAsync();
        var inside = (await rig.RunAsync(() => Python<int>(Plain("needs_missing_module")))).Failure!;
        Assert.Contains("The Python module 'a_module_that_nobody_has' is not there for", inside.Message, StringComparison.Ordinal);
        var itself = (await rig.RunAsync(() => Python<int>(new PythonFunction("no_such.module", "f") { Interpreter = Pythons.Plain }))).Failure!;
        Assert.Contains("The Python module 'no_such' is not there for", itself.Message, StringComparison.Ordinal);
        var function = (await rig.RunAsync(() => Python<int>(Plain("no_such_function")))).Failure!;
        Assert.Contains("lepton_tasks.py has no function 'no_such_function'. It has: ", function.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Module_ByName_NeedsNoFile()
    {
        await using var rig = await OpenAsync();
        Assert.Equal(3.0, ExecutorRig.Value<double>(Completed(await rig.RunAsync(() => Python<double>(new PythonFunction("math", "sqrt") { Interpreter = Pythons.Plain }, 9.0)))));
    }

    [Fact]
    public async Task Process_ThatDiesWithoutAnswer_SaysHow()
    {
        await using var rig = await OpenAsync();
        var died = (await rig.RunAsync(() => Python<int>(Plain("exit_process"), 3))).Failure!;
        Assert.Contains("ended with exit code 3 without an answer", died.Message, StringComparison.Ordinal);
        var left = (await rig.RunAsync(() => Python<int>(Plain("leave"), 3))).Failure!;
        Assert.Contains("called sys.exit(3)", left.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Cancel_EndsThePythonProcess(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var marker = Path.Combine(rig.ResultsFolder, "started");
        var attempt = rig.Attempt(() => Python<int>(Plain("sleep_after"), marker, 600));
        rig.Start(attempt);
        var id = int.Parse(await AppearsAsync(marker), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(await rig.StopAsync(attempt, StopReason.Cancelled, TimeSpan.FromSeconds(30)));
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(attempt)).Status);
        await ProcessNotice.GoneAsync(id);
    }

    [Fact]
    public async Task Task_KnowsItsDispatch()
    {
        await using var rig = await OpenAsync();
        var attempt = rig.Attempt(() => Python<string>(Plain("environment"), "COVALENT_DISPATCH_ID"));
        Assert.Equal(attempt.Dispatch.DispatchId, ExecutorRig.Value<string>(Completed(await rig.RunAsync(attempt))));
    }

    [Fact]
    public async Task Table_WithoutPyArrow_SaysWhatIsMissing()
    {
        await using var rig = await OpenAsync();
        if (Pythons.Has(Pythons.Plain, "pyarrow"))
        {
            Assert.Skip("pyarrow is installed here.");
        }

        var failure = (await rig.RunAsync(() => Python<int>(Plain("echo"), new ArrowTable(new byte[8])))).Failure!;
        Assert.Contains("pyarrow is not installed for", failure.Message, StringComparison.Ordinal);
        Assert.Contains("DepsPip(\"pyarrow\")", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recording_RefusesWhatCannotWork()
    {
        Assert.Contains("was not found; looked for", Refused(() => Python<int>("no_such_file.py", "f")), StringComparison.Ordinal);
        Assert.Contains("is neither a .py file nor the name of a Python module", Refused(() => Python<int>("not a module", "f")), StringComparison.Ordinal);
        Assert.Contains("is not the name of a Python function", Refused(() => Python<int>(File, "f(1)")), StringComparison.Ordinal);
        Assert.Contains("stands behind a named one", Refused(() => Python<int>(File, "add", Named("a", 1), 2)), StringComparison.Ordinal);
        Assert.Contains("is given twice", Refused(() => Python<int>(File, "add", Named("a", 1), Named("a", 2))), StringComparison.Ordinal);
        Assert.Contains("declare PythonObject", Refused(() => Python<Stream>(File, "add")), StringComparison.Ordinal);
        Assert.Contains("Argument 1 of the python function 'add'", Refused(() => Python<int>(File, "add", new object())), StringComparison.Ordinal);
    }

    private static string Refused<T>(Func<Node<T>> lattice) => Assert.Throws<WorkflowBuildException>(() => Core.Recording.LatticeCall.Record(lattice.Method, lattice.Target, [], null)).Message;

    private static PythonFunction Plain(string name) => new(File, name) { Interpreter = Pythons.Plain };

    private static PythonFunction Numpy(string name) => new(File, name) { Interpreter = Pythons.Numpy };

    private static async Task EchoesAsync<T>(ExecutorRig rig, T value) =>
        Assert.Equal(value, await ValueAsync<T>(rig, "echo", Pythons.Plain, value));

    private static async Task<T> ValueAsync<T>(ExecutorRig rig, string function, string interpreter, params object?[] arguments)
    {
        var attempt = rig.Attempt(() => Python<T>(new PythonFunction(File, function) { Interpreter = interpreter }, arguments));
        return ExecutorRig.Value<T>(Completed(await rig.RunAsync(attempt)));
    }

    private static TaskOutcome Completed(TaskOutcome outcome)
    {
        Assert.True(outcome.Status == Status.Completed, $"{outcome.Failure?.Message}\n{outcome.Failure?.StackTrace}");
        return outcome;
    }

    private static Task<ExecutorRig> OpenAsync(string mode = LocalExecutor.InProcess) => ExecutorRig.CreateAsync(new LocalExecutor { Mode = mode, Workers = 1 });

    private static async Task<string> AppearsAsync(string path)
    {
        await FileNotice.UntilAsync(Path.GetDirectoryName(path)!, () => System.IO.File.Exists(path) && new FileInfo(path).Length > 0);

        return await System.IO.File.ReadAllTextAsync(path);
    }
}

public static class LeptonTasks
{
    public static double[,] Grid(int rows, int columns)
    {
        var grid = new double[rows, columns];
        for (var i = 0; i < grid.Length; i++)
        {
            grid[i / columns, i % columns] = i;
        }

        return grid;
    }

    public static double Sum(double[,] grid) => grid.Cast<double>().Sum();
}

public sealed record LeptonPerson(string Name, int Age);
