using Weir.Protos.Serving;
using Weir.Tests;

namespace Weir.Predictions;

/// <summary>What Classify and Regress make of outputs.</summary>
public sealed class ResultTests : IDisposable
{
    private readonly SavedModelServable servable = new(SavedModelBundle.Load(new SessionOptions(), null, Corpus.PathOf("saved_models/half_plus_two/model"), ["serve"]));

    [Fact]
    public void Scores_must_be_a_matrix_of_floats_of_the_batch_size()
    {
        ClassifyTask task = ClassifyTask.For(servable, servable.Find("classify_x_to_y")!, checkMethodName: true);
        ClassificationResult result = task.Read(Outputs(task, Tensor.From<float>([1, 2, 3, 4], Shape.Of(2, 2))), 2);
        Assert.Equal([3f, 4f], result.Classifications[1].Classes.Select(one => one.Score));
        Refused("Expected Tensor shape: [batch_size num_classes] but got [2]", () => task.Read(Outputs(task, Tensor.From(1f, 2f)), 2));
        Refused("Expected scores output batch size of 3. Got: 2", () => task.Read(Outputs(task, Tensor.From<float>([1, 2], Shape.Of(2, 1))), 3));
        Refused("Expected scores Tensor of DT_FLOAT. Got: DT_INT32", () => task.Read(Outputs(task, Tensor.From<int>([1, 2], Shape.Of(2, 1))), 2));
    }

    [Fact]
    public void Regressions_must_be_a_vector_of_floats_of_the_batch_size()
    {
        RegressTask task = RegressTask.For(servable, servable.Find("regress_x_to_y")!, checkMethodName: true);
        Assert.Equal([1f, 2f], task.Read(Outputs(task, Tensor.From<float>([1, 2], Shape.Of(2, 1))), 2).Regressions.Select(one => one.Value));
        Refused("Expected output Tensor shape to be either [batch_size] or [batch_size, 1] but got [1,2]", () => task.Read(Outputs(task, Tensor.From<float>([1, 2], Shape.Of(1, 2))), 2));
        Refused("Input batch size did not match output batch size: 3 vs. 2", () => task.Read(Outputs(task, Tensor.From(1f, 2f)), 3));
        Refused("Expected output Tensor of DT_FLOAT.  Got: DT_INT32", () => task.Read(Outputs(task, Tensor.From(1, 2)), 2));
    }

    [Fact]
    public void Method_names_are_checked_if_asked()
    {
        Refused("Expected classification signature method_name to be tensorflow/serving/classify. Was: tensorflow/serving/regress",
            () => ClassifyTask.For(servable, servable.Find("regress_x_to_y")!, checkMethodName: true));
        Refused("Expected regression signature method_name to be tensorflow/serving/regress. Was: tensorflow/serving/classify",
            () => RegressTask.For(servable, servable.Find("classify_x_to_y")!, checkMethodName: true));
    }

    public void Dispose() => servable.Dispose();

    private static NamedTensors Outputs(ExampleTask task, Tensor output) => new([task.OutputNames[0]], [output]);

    private static void Refused(string message, Action act)
    {
        TfException e = Assert.Throws<TfException>(act);
        Assert.Equal((StatusCode.InvalidArgument, message), (e.Code, e.Message));
    }
}
