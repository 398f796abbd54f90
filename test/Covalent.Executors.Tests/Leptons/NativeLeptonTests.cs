using System.Diagnostics;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>C functions as electrons, from a library that the test compiles.</summary>
[Trait("Checklist", "65")]
public sealed class NativeLeptonTests
{
    private const string Source = """
        #include <stdint.h>
        #include <string.h>
        double mix(int a, double b, float c, int64_t d, const char *text) { return a + b + c + d + strlen(text); }
        float half(float x) { return x / 2; }
        int32_t negative(int32_t x) { return -x; }
        void scale(double *values, int count, double factor) { for (int i = 0; i < count; i++) values[i] *= factor; }
        int divide(int a, int b, int *quotient, int *rest) { if (b == 0) return 1; *quotient = a / b; *rest = a % b; return 0; }
        long many(long a, long b, long c, long d, long e, long f, long g, long h, double x1, double x2, double x3, double x4, double x5, double x6, double x7, double x8, double x9)
        { return a + 2*b + 3*c + 4*d + 5*e + 6*f + 7*g + 8*h + (long)(x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + 10 * x9); }
        """;

    private static readonly Lazy<string> Library = new(Compile);

    public static TheoryData<string> Modes => LeptonRig.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Scalars_OfAllKinds_PassByValue(string mode)
    {
        await using var rig = await OpenAsync(mode);
        var library = Library.Value;
        Assert.Equal(1 + 2.5 + 0.25 + 4_000_000_000 + 5, await rig.ValueAsync(() => Native<double>(new NativeFunction(library, "mix"), 1, 2.5, 0.25f, 4_000_000_000L, "héy!")));
        Assert.Equal(1.25f, await rig.ValueAsync(() => Native<float>(new NativeFunction(library, "half"), 2.5f)));
        Assert.Equal(-7, await rig.ValueAsync(() => Native<int>(new NativeFunction(library, "negative"), 7)));
    }

    [Fact]
    public async Task Arguments_BeyondTheRegisters_GoOnTheStack()
    {
        await using var rig = await OpenAsync();
        var sum = await rig.ValueAsync(() => Native<long>(new NativeFunction(Library.Value, "many"), 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 9.0));
        Assert.Equal(204 + 8 + 90, sum);
    }

    [Fact]
    public async Task Arrays_InAndOut_ComeBackChanged()
    {
        await using var rig = await OpenAsync();
        var given = new double[] { 1, 2, 3 };
        var scaled = await rig.ValueAsync(() => Native<double[]>(new NativeFunction(Library.Value, "scale"), InOut(given), 3, 2.0));
        Assert.Equal(new double[] { 2, 4, 6 }, scaled);
        Assert.Equal(1, given[0]);
    }

    [Fact]
    public async Task Outputs_FollowTheReturnValue()
    {
        await using var rig = await OpenAsync();
        var divide = new NativeFunction(Library.Value, "divide") { Returns = typeof(int) };
        Assert.Equal((0, 3, 2), await rig.ValueAsync(() => Native<(int, int, int)>(divide, 17, 5, Out<int>(), Out<int>())));
    }

    [Fact]
    public async Task Library_OfTheMachine_IsFoundByName()
    {
        await using var rig = await OpenAsync();
        Assert.Equal(1024.0, await rig.ValueAsync(() => Native<double>(new NativeFunction("libm.so.6", "pow"), 2.0, 10.0)));
        Assert.Contains("has no function 'no_such'", (await rig.FailureAsync(() => Native<double>(new NativeFunction("libm.so.6", "no_such"), 2.0))).Message, StringComparison.Ordinal);
        Assert.Contains("could not be loaded on", (await rig.FailureAsync(() => Native<double>(new NativeFunction("libnothing.so", "f"), 2.0))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_ThatCrashes_EndsItsWorkerAloneAndTheNextTaskRuns()
    {
        await using var rig = await OpenAsync(LocalExecutor.Process);
        var outcome = await rig.RunAsync(() => Native<int>(new NativeFunction("libc.so.6", "abort")));
        Assert.True(outcome.ProcessDied, $"{outcome.Status} {outcome.Failure?.Message}");
        Assert.Equal(-7, await rig.ValueAsync(() => Native<int>(new NativeFunction(Library.Value, "negative"), 7)));
    }

    [Fact]
    public void Recording_RefusesWhatCannotWork()
    {
        Assert.Contains("C functions take numbers", Refused(() => Native<int>(new NativeFunction("libm.so.6", "f"), DateTime.UnixEpoch)), StringComparison.Ordinal);
        Assert.Contains("gives 1 outputs", Refused(() => Native<(int, int)>(new NativeFunction("libm.so.6", "f") { Returns = typeof(int) }, 1)), StringComparison.Ordinal);
        Assert.Contains("C functions return numbers", Refused(() => Native<string>(new NativeFunction("libm.so.6", "f"), 1)), StringComparison.Ordinal);
        Assert.Contains("C knows positions only", Refused(() => Native<int>(new NativeFunction("libm.so.6", "f"), Named("a", 1))), StringComparison.Ordinal);
        Assert.Contains("was not found; looked for", Refused(() => Native<int>(new NativeFunction("./libnothing.so", "f"), 1)), StringComparison.Ordinal);
    }

    private static string Compile()
    {
        var folder = Directory.CreateTempSubdirectory("covalent-native-").FullName;
        var (source, library) = (Path.Combine(folder, "functions.c"), Path.Combine(folder, "libfunctions.so"));
        File.WriteAllText(source, Source);
        try
        {
            using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-O1", "-o", library, source]);
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "There is no C compiler on this machine.");
            Assert.Fail("CI must have a C compiler (cc).");
        }

        return library;
    }
}
