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

    [GeneratedRegex(@"pi ≈ ([0-9.]+)")]
    private static partial Regex PiText();
}
