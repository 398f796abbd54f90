using System.Globalization;
using System.Text.RegularExpressions;

namespace Covalent.Integration.Tests.Authoring;

/// <summary>The first samples print what their READMEs promise.</summary>
[Collection(nameof(DotnetRun))]
public sealed partial class SampleTests
{
    [Fact]
    public async Task Hello_PrintsItsGreeting()
    {
        var (exit, output, errors) = await DotnetRun.RunAsync("--project", "samples/01-hello");

        Assert.True(exit == 0, errors);
        Assert.Equal("Hello, World!", output.Trim());
    }

    [Fact]
    public async Task ComputePi_IsWithinItsBound()
    {
        var (exit, output, errors) = await DotnetRun.RunAsync("--project", "samples/02-compute-pi");

        Assert.True(exit == 0, $"{output}\n{errors}");
        var pi = double.Parse(PiText().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(pi - 3.141592643589793, -1e-11, 1e-11);
    }

    [Fact]
    public async Task PythonSvm_LearnsTheFlowers()
    {
        // Where scikit-learn is Debian's, only the system's own interpreter has it.
        var interpreter = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(HasScikitLearn);
        if (interpreter is null)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "There is no Python with scikit-learn on this machine (eng/backends/install.sh python).");
            Assert.Fail("CI must have a Python with scikit-learn.");
        }

        var (exit, output, errors) = await DotnetRun.RunAsync("--project", "samples/06-python-svm", "--", "--python", interpreter);

        Assert.True(exit == 0, $"{output}\n{errors}");
        Assert.InRange(double.Parse(AccuracyText().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), 0.8, 1);
    }

    private static bool HasScikitLearn(string interpreter)
    {
        try
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(interpreter, ["-c", "import sklearn"]) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex(@"accuracy ([0-9.]+)")]
    private static partial Regex AccuracyText();

    [Theory]
    [InlineData("samples/04-ssh", "", "COVALENT_TEST_SSH_HOST", null)]
    [InlineData("samples/04-ssh", "far", "COVALENT_TEST_FARHOST_NAME", "COVALENT_TEST_FARHOST_NAME")]
    [InlineData("samples/05-slurm", "", "COVALENT_TEST_SLURM_CONF", null)]
    public async Task IrisOnAnotherMachine_PrintsItsScoreAndWhereItWasTrained(string project, string argument, string needed, string? nameOfMachine)
    {
        var found = BackEnd.Require(needed);
        string[] arguments = argument.Length == 0 ? [] : ["--", argument];

        var (exit, output, errors) = await DotnetRun.RunAsync(["--project", project, .. arguments]);

        Assert.True(exit == 0, $"{output}\n{errors}");
        // Without a host of its own the back end is on this machine, under whatever name that goes by.
        var machine = nameOfMachine is null ? Environment.MachineName : found;
        Assert.Equal(["0.9666666666666667", $"trained on {machine}"], output.Trim().Split('\n', StringSplitOptions.TrimEntries));
    }

    [GeneratedRegex(@"pi ≈ ([0-9.]+)")]
    private static partial Regex PiText();
}
