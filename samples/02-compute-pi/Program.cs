using Covalent;
using static Covalent.Workflow;

// The Leibniz series 4·Σ (−1)ⁱ/(2i+1) with 100,000,000 terms, split over electrons.
const int Terms = 100_000_000;
var parts = args is [var count, ..] ? int.Parse(count) : 16;

var result = await RunAsync(() => Leibniz.ComputePi(Terms, parts));
Console.WriteLine($"pi ≈ {result.Value:R} with {Terms:N0} terms; the exact partial sum is {Leibniz.ExactPartialSum:R}");
return Math.Abs(result.Value - Leibniz.ExactPartialSum) < 1e-11 ? 0 : 1;
