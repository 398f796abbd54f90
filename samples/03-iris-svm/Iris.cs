using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Transforms;

namespace IrisSvm;

/// <summary>The measurements of one flower and its species.</summary>
public sealed record Flower(float[] Features, string Species);

/// <summary>The electrons of the experiment: plain C# that knows nothing of workflows.</summary>
public static class Iris
{
    private const int TrainingRows = 60;

    /// <summary>The 150 flowers in an order given by the seed.</summary>
    public static Flower[] LoadData(int seed)
    {
        using var file = typeof(Iris).Assembly.GetManifestResourceStream("iris.csv")!;
        using var reader = new StreamReader(file);
        var flowers = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse).ToArray();
        new Random(seed).Shuffle(flowers);
        return flowers;
    }

    /// <summary>Trains a support-vector classifier with a Gaussian kernel on the last 60 flowers.</summary>
    /// <param name="flowers">All flowers, shuffled.</param>
    /// <param name="c">Cost of a misclassified flower.</param>
    /// <param name="gamma">Width of the kernel exp(-gamma·|x-y|²).</param>
    public static SvmModel TrainSvm(Flower[] flowers, double c, double gamma)
    {
        var ml = new MLContext(seed: 1);
        var training = flowers[^TrainingRows..];
        var rows = ml.Data.LoadFromEnumerable(training.Select(FlowerRow.From));
        var svm = ml.BinaryClassification.Trainers.LinearSvm(new Microsoft.ML.Trainers.LinearSvmTrainer.Options
        {
            LabelColumnName = "Label",
            FeatureColumnName = "Features",
            Lambda = (float)(1 / (c * training.Length)),
            NumberOfIterations = 200,
            Shuffle = true,
        });
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", nameof(FlowerRow.Species))
            .Append(ml.Transforms.ApproximatedKernelMap("Features", rank: 256, useCosAndSinBases: true, generator: new GaussianKernel((float)gamma), seed: 1))
            .Append(ml.MulticlassClassification.Trainers.OneVersusAll(svm))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedSpecies", "PredictedLabel"));
        return new SvmModel(ml, pipeline.Fit(rows), rows.Schema);
    }

    /// <summary>The share of the first 90 flowers, unseen in training, whose species the model names.</summary>
    public static double ScoreSvm(Flower[] flowers, SvmModel model)
    {
        var test = flowers[..^TrainingRows];
        return model.Predict(test).Zip(test).Count(pair => pair.First == pair.Second.Species) / (double)test.Length;
    }

    private static Flower Parse(string line)
    {
        var cells = line.Split(',');
        return new Flower([.. cells[..4].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))], cells[4].Trim());
    }
}
